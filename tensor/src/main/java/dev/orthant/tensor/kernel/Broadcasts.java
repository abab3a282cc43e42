package dev.orthant.tensor.kernel;

import dev.orthant.tensor.MatrixView;
import dev.orthant.tensor.Span;
import dev.orthant.tensor.parallel.PerThread;
import java.util.Arrays;

/// One row for every row of a matrix, or one column for every column.
///
/// Where several rows fit a cached tile, the row or column is laid out in it as often as needed and the vector loop runs over
/// many rows at once: rows shorter than a vector cost no more than long ones.
final class Broadcasts {
    private static final int TILE = 1024;

    private static final PerThread<float[]> TILES = PerThread.withInitial(() -> new float[TILE]);

    private Broadcasts() {}

    /// out[i, j] = f(a[i, j], row[j])
    static void rows(BinaryLoop loop, MatrixView a, Span row, MatrixView out) {
        Pieces.ofRows(a.rows(), a.columns(), (from, to) -> {
            if (!tiled(a, out)) {
                for (int i = from; i < to; i++) {
                    row(loop, a, out, i, 1, row.array(), row.from());
                }
                return;
            }
            float[] tile = TILES.get();
            int group = Math.min(TILE / a.columns(), to - from);
            for (int i = 0; i < group; i++) {
                System.arraycopy(row.array(), row.from(), tile, i * a.columns(), a.columns());
            }
            for (int i = from; i < to; i += group) {
                row(loop, a, out, i, Math.min(group, to - i), tile, 0);
            }
        });
    }

    /// out[i, j] = f(a[i, j], column[i])
    static void columns(BinaryLoop loop, MatrixView a, Span column, MatrixView out) {
        Pieces.ofRows(a.rows(), a.columns(), (from, to) -> {
            float[] tile = TILES.get();
            if (!tiled(a, out)) {
                for (int i = from; i < to; i++) {
                    longRow(loop, a, out, i, tile, column.array()[column.from() + i]);
                }
                return;
            }
            int group = TILE / a.columns();
            for (int i = from; i < to; i += group) {
                int count = Math.min(group, to - i);
                for (int k = 0; k < count; k++) {
                    float number = column.array()[column.from() + i + k];
                    Arrays.fill(tile, k * a.columns(), (k + 1) * a.columns(), number);
                }
                row(loop, a, out, i, count, tile, 0);
            }
        });
    }

    private static boolean tiled(MatrixView a, MatrixView out) {
        return a.columns() > 0 && a.columns() <= TILE / 2 && a.stride() == a.columns() && out.stride() == out.columns();
    }

    /// `count` rows that lie behind each other, from row i on.
    private static void row(BinaryLoop loop, MatrixView a, MatrixView out, int i, int count, float[] other, int from) {
        int aFrom = a.from() + i * a.stride();
        int outFrom = out.from() + i * out.stride();
        Elementwise.run(loop, a.array(), aFrom, other, from, out.array(), outFrom, count * a.columns());
    }

    private static void longRow(BinaryLoop loop, MatrixView a, MatrixView out, int i, float[] tile, float number) {
        Arrays.fill(tile, 0, Math.min(TILE, a.columns()), number);
        for (int j = 0; j < a.columns(); j += TILE) {
            int aFrom = a.from() + i * a.stride() + j;
            int outFrom = out.from() + i * out.stride() + j;
            int count = Math.min(TILE, a.columns() - j);
            Elementwise.run(loop, a.array(), aFrom, tile, 0, out.array(), outFrom, count);
        }
    }
}
