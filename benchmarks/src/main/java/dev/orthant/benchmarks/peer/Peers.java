package dev.orthant.benchmarks.peer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// The native libraries that take part, and one line on each of those that cannot.
///
/// @param openBlas BLAS and LAPACK
/// @param libtorch everything else
/// @param missing  why a peer is absent and how to get it, a line each
public record Peers(Optional<OpenBlas> openBlas, Optional<Libtorch> libtorch, List<String> missing) {
    /// The names under which `--peers` knows them.
    public static final List<String> NAMES = List.of("openblas", "libtorch");

    /// No peer.
    public static final Peers NONE = new Peers(Optional.empty(), Optional.empty(), List.of());

    /// Loads those of these names that are present, each to use this many threads.
    ///
    /// @param folder of libtorch, as the launcher keeps it
    public static Peers load(List<String> names, int threads, String folder, Map<String, String> environment) {
        List<String> missing = new ArrayList<>();
        Optional<OpenBlas> openBlas =
                names.contains("openblas") ? present(() -> OpenBlas.load(environment), missing) : Optional.empty();
        Optional<Libtorch> libtorch = names.contains("libtorch")
                ? present(() -> Libtorch.load(folder, environment), missing)
                : Optional.empty();
        openBlas.ifPresent(peer -> peer.threads(threads));
        libtorch.ifPresent(peer -> peer.threads(threads));
        return new Peers(openBlas, libtorch, List.copyOf(missing));
    }

    private static <P> Optional<P> present(Supplier<P> loading, List<String> missing) {
        try {
            return Optional.of(loading.get());
        } catch (PeerMissingException absent) {
            missing.add(String.valueOf(absent.getMessage()));
            return Optional.empty();
        }
    }
}
