package dev.orthant.experiments.drill;

/// Something that a drill requires did not happen.
final class DrillFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DrillFailed(String what) {
        super(what);
    }
}
