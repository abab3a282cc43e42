package dev.orthant.experiments.report;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What came before a run was taken up again.
///
/// @param seconds that it had taken, as far as they were saved
/// @param commits other than the present one that made parts of it, in order
record Sessions(double seconds, List<String> commits) {
    /// Under which name `run.json` keeps them.
    static final String COMMITS = "earlier commits";

    private static final String COMMIT = "commit";

    Sessions {
        commits = List.copyOf(commits);
    }

    static Sessions none() {
        return new Sessions(0, List.of());
    }

    /// @param run        the values of `run.json` before
    /// @param provenance of the session that begins
    static Sessions before(Map<String, Object> run, Map<String, Object> provenance) {
        Stream<String> earlier =
                run.get(COMMITS) instanceof List<?> all ? all.stream().map(String::valueOf) : Stream.of();
        Stream<String> last = Stream.ofNullable(run.get(COMMIT)).map(String::valueOf);
        String now = String.valueOf(provenance.get(COMMIT));
        return new Sessions(
                run.get("seconds") instanceof Number seconds ? seconds.doubleValue() : 0,
                Stream.concat(earlier, last)
                        .distinct()
                        .filter(commit -> !commit.equals(now))
                        .toList());
    }

    /// What a reader of the report must know.
    List<String> notes() {
        return commits.isEmpty()
                ? List.of()
                : List.of("Taken up again with another commit: earlier parts were made with "
                        + String.join(", ", commits) + ".");
    }
}
