package dev.orthant.experiments.report;

/// A page that needs nothing else: no network, no script. Light and dark follow the reader's system.
final class HtmlPage {
    private static final String STYLE = Resources.text("page.css");

    private HtmlPage() {}

    /// The page of one run.
    static String of(RunFolder run) {
        return around(run.name() + " (" + run.text("preset") + ")", RunSection.of(run, "h1", "run"));
    }

    /// A page with the one style of all our pages.
    ///
    /// @param title plain text
    /// @param body  markup
    static String around(String title, String body) {
        return """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <title>%s</title>
                <style>
                %s%s</style>
                </head>
                <body>
                <main>
                %s</main>
                </body>
                </html>
                """.formatted(Html.escape(title), STYLE, SvgCanvas.STYLE, body);
    }
}
