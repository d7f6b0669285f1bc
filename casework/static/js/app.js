// What pages gain from JavaScript. Everything works without it; nothing here is inline, so the strict
// Content-Security-Policy holds.
import { Button, CharacterCount, ErrorSummary, PasswordInput, ServiceNavigation, SkipLink, createAll } from "govuk-frontend";

import { startAutosave } from "./autosave.js";
import { startPage } from "./page.js";
import { startRedaction } from "./redaction.js";
import { startSession } from "./session.js";
import { startTypeahead } from "./typeahead.js";
import { startUnsaved } from "./unsaved.js";
import { startUpload } from "./upload.js";
import { startWaiting } from "./waiting.js";
import { startWantedFields } from "./wanted.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
[Button, CharacterCount, ErrorSummary, PasswordInput, ServiceNavigation, SkipLink].forEach((part) => createAll(part));

startPage();
startSession();
startWantedFields();
document.querySelectorAll("[data-typeahead-url]").forEach(startTypeahead);
document.querySelectorAll("form[data-autosave]").forEach(startAutosave);
document.querySelectorAll("form[data-warn-unsaved]").forEach(startUnsaved);
document.querySelectorAll("[data-redaction]").forEach(startRedaction);
document.querySelectorAll("[data-upload]").forEach(startUpload);
document.querySelectorAll("[data-waiting]").forEach((region) => startWaiting(region));
