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
/// @param pythonTorch infinitely wide networks
/// @param missing  why a peer is absent and how to get it, a line each
public record Peers(
        Optional<OpenBlas> openBlas,
        Optional<Libtorch> libtorch,
        Optional<PythonTorch> pythonTorch,
        List<String> missing) {
    public static final String OPENBLAS = "openblas";
    public static final String LIBTORCH = "libtorch";
    public static final String PYTHON_TORCH = "python-torch";

    /// Not a peer but our own inner loops without what is around them.
    public static final String PARTS = "parts";

    /// The names under which `--peers` knows them.
    public static final List<String> NAMES = List.of(OPENBLAS, LIBTORCH, PYTHON_TORCH);

    /// No peer.
    public static final Peers NONE = new Peers(Optional.empty(), Optional.empty(), Optional.empty(), List.of());

    /// Loads those of these names that are present, each to use this many threads.
    ///
    /// @param folder of libtorch, as the launcher keeps it
    public static Peers load(List<String> names, int threads, String folder, Map<String, String> environment) {
        List<String> missing = new ArrayList<>();
        Optional<OpenBlas> openBlas =
                names.contains(OPENBLAS) ? present(() -> OpenBlas.load(environment), missing) : Optional.empty();
        Optional<Libtorch> libtorch = names.contains(LIBTORCH)
                ? present(() -> Libtorch.load(folder, environment), missing)
                : Optional.empty();
        Optional<PythonTorch> pythonTorch = names.contains(PYTHON_TORCH)
                ? present(() -> PythonTorch.load(threads, environment), missing)
                : Optional.empty();
        openBlas.ifPresent(peer -> peer.threads(threads));
        libtorch.ifPresent(peer -> peer.threads(threads));
        return new Peers(openBlas, libtorch, pythonTorch, List.copyOf(missing));
    }

    /// Whether the peer of this name takes part.
    public boolean present(String name) {
        return switch (name) {
            case OPENBLAS -> openBlas.isPresent();
            case LIBTORCH -> libtorch.isPresent();
            case PYTHON_TORCH -> pythonTorch.isPresent();
            default -> name.equals(PARTS);
        };
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
