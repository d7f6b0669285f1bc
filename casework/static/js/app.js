// What every page loads. Each page works without it.
import { initAll } from "govuk-frontend";

initAll();
