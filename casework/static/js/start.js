// Loaded before the page is drawn, so that what waits for JavaScript does not jump into place.
document.documentElement.classList.add("govuk-frontend-supported");
