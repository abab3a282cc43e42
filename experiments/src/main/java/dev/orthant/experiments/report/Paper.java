package dev.orthant.experiments.report;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A paper, as an experiment names its source: `Bernstein and Yue 2021, On the implicit biases (arXiv:2110.04274)`.
///
/// @param authors their family names; empty where there is no paper
/// @param year    of publication; empty where there is no paper
/// @param title   of the paper, or what is measured where there is none
/// @param arxiv   its number there, if it was given
public record Paper(String authors, String year, String title, Optional<String> arxiv) {
    private static final Pattern FORM = Pattern.compile("(.+?) (\\d{4}), (.+?)(?: \\(arXiv:([\\d.]+)\\))?");
    private static final String NO_PAPER = "none: ";

    /// The parts of an experiment's own words; all of them are the title where they have another form.
    public static Paper of(String words) {
        if (words.startsWith(NO_PAPER)) {
            String subject = words.substring(NO_PAPER.length());
            String title = subject.substring(0, 1).toUpperCase(Locale.ROOT) + subject.substring(1);
            return new Paper("", "", title, Optional.empty());
        }
        Matcher parts = FORM.matcher(words);
        return parts.matches()
                ? new Paper(parts.group(1), parts.group(2), parts.group(3), Optional.ofNullable(parts.group(4)))
                : new Paper("", "", words, Optional.empty());
    }

    /// Equal for the same paper, whether or not its number was given.
    public String key() {
        return title.toLowerCase(Locale.ROOT);
    }

    /// `Bernstein and Yue 2021, arXiv:2110.04274`, or as much of it as is known.
    public String source() {
        return (authors + " " + year).strip()
                + arxiv.map(number -> ", arXiv:" + number).orElse("");
    }
}
