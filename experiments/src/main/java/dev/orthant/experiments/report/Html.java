package dev.orthant.experiments.report;

/// Text inside a page.
final class Html {
    private Html() {}

    /// The text with nothing in it that a browser would take for markup, in elements and in quoted attributes.
    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
