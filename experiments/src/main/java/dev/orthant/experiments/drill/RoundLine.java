package dev.orthant.experiments.drill;

import dev.orthant.optimizers.collective.RankSet;
import dev.orthant.optimizers.collective.Verdict;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a worker says of a round, and how a drill reads it.
///
/// @param round  its number
/// @param voters how many votes were counted
/// @param waited milliseconds from the ballot to the verdict
/// @param took   milliseconds since the end of the round before, gradient and all
/// @param digest of the weights that the votes came from
public record RoundLine(long round, int voters, double waited, double took, String digest) {
    private static final Pattern FORM =
            Pattern.compile("round (\\d+): voters \\[([\\d, ]*)], missing \\[[\\d, ]*], \\d+ ties, \\d+ bytes, verdict"
                    + " after ([\\d.]+) of ([\\d.]+) ms, digest ([0-9a-f]{16})");

    /// What is printed.
    ///
    /// @param size  of the group
    /// @param bytes of the ballot and the verdict, signs only
    public static String of(Verdict verdict, int size, long bytes, double waited, double took) {
        return String.format(
                Locale.ROOT,
                "round %d: voters %s, missing %s, %d ties, %d bytes, verdict after %.2f of %.2f ms, digest %016x",
                verdict.round(),
                verdict.voters(),
                RankSet.first(size).without(verdict.voters()),
                verdict.tied(),
                bytes,
                waited,
                took,
                verdict.digest());
    }

    /// Reads a line; nothing if it is about something else, or not complete.
    static Optional<RoundLine> parse(String line) {
        Matcher matcher = FORM.matcher(line);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        return Optional.of(new RoundLine(
                Long.parseLong(matcher.group(1)),
                matcher.group(2).split(",", -1).length,
                Double.parseDouble(matcher.group(3)),
                Double.parseDouble(matcher.group(4)),
                matcher.group(5)));
    }
}
