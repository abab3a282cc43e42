package dev.orthant.tensor.kernel;

import dev.orthant.tensor.parallel.PerThread;

/// The arrays that a matrix product packs its operands into, kept by the thread that calls it.
final class Workspace {
    private static final PerThread<Workspace> KEPT = PerThread.withInitial(Workspace::new);
    private static final PerThread<float[]> TILE =
            PerThread.withInitial(() -> new float[PackedPanels.TILE_ROWS * PackedPanels.TILE_COLUMNS]);

    private static final PerThread<Workspace> PIECE = PerThread.withInitial(Workspace::new);

    /// As many numbers as fill half of a region of the G1 collector's heap, up to a heap of 8 GB: such an array has a region of
    /// its own ([PackedPanels#FIRST]).
    private static final int REGION = 1 << 19;

    /// Up to so many numbers are given as they are asked for: 64 kB, which a small network in many threads should not exceed.
    private static final int SMALL = 1 << 14;

    private float[] left = new float[0];
    private float[] right = new float[0];
    private boolean taken;

    private Workspace() {}

    /// This thread's workspace, or a fresh one while that is in use: a thread that waits for its helpers may be given
    /// another product to compute meanwhile.
    static Workspace take() {
        Workspace kept = KEPT.get();
        Workspace workspace = kept.taken ? new Workspace() : kept;
        workspace.taken = true;
        return workspace;
    }

    void giveBack() {
        taken = false;
    }

    /// Room for packed panels of A. What it held before is lost if it must grow.
    float[] left(int length) {
        if (left.length < length) {
            left = new float[length];
        }
        return left;
    }

    /// Room for packed panels of B; unless they are small, not less than [#REGION].
    float[] right(int length) {
        if (right.length < length) {
            right = new float[length <= SMALL ? length : Math.max(length, REGION)];
        }
        return right;
    }

    /// Room for the panels of one piece of work, of the running thread, until it asks again.
    static float[] panels(int length) {
        return PIECE.get().right(length);
    }

    /// Room for one tile of C, of the running thread: for tiles that stand over the right edge.
    static float[] tile() {
        return TILE.get();
    }
}
