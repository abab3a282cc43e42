package dev.orthant.tensor.kernel;

import dev.orthant.tensor.parallel.PerThread;

/// The arrays that float64 products and solves copy their operands into, kept by the thread that uses them.
final class DoubleWorkspace {
    private static final PerThread<DoubleWorkspace> KEPT = PerThread.withInitial(DoubleWorkspace::new);

    private double[] shared = new double[0];
    private double[] own = new double[0];
    private final double[] tile = new double[DoublePanels.TILE_ROWS * DoublePanels.TILE_COLUMNS];
    private boolean taken;

    private DoubleWorkspace() {}

    /// The running thread's workspace, for [#own] and [#tile]: no other work of this thread comes between.
    static DoubleWorkspace here() {
        return KEPT.get();
    }

    /// This thread's workspace for [#shared], or a fresh one while that is in use: a thread that waits for its helpers may
    /// be given another product to compute meanwhile.
    static DoubleWorkspace take() {
        DoubleWorkspace kept = KEPT.get();
        DoubleWorkspace workspace = kept.taken ? new DoubleWorkspace() : kept;
        workspace.taken = true;
        return workspace;
    }

    void giveBack() {
        taken = false;
    }

    /// Room for what the threads of one product read together. What it held before is lost if it must grow.
    double[] shared(int length) {
        if (shared.length < length) {
            shared = new double[length];
        }
        return shared;
    }

    /// Room for what one piece of work copies for itself.
    double[] own(int length) {
        if (own.length < length) {
            own = new double[length];
        }
        return own;
    }

    /// Room for one tile of C.
    double[] tile() {
        return tile;
    }
}
