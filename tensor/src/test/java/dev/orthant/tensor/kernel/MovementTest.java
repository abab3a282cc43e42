package dev.orthant.tensor.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.tensor.MatrixView;
import dev.orthant.tensor.parallel.Parallel;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

class MovementTest {
    /// A method of [MovementKernels] on rows x columns numbers; the views stand inside larger arrays.
    private interface Movement {
        void run(MovementKernels kernels, int rows, int columns, float[] in, float[] out);
    }

    private static Map<String, Movement> movements() {
        Map<String, Movement> movements = new LinkedHashMap<>();
        movements.put("transpose", (kernels, rows, columns, in, out) -> {
            MatrixView a = new MatrixView(in, 1, rows, columns, columns + 2);
            kernels.transpose(a, new MatrixView(out, 3, columns, rows, rows + 1));
        });
        movements.put("gatherRows", (kernels, rows, columns, in, out) -> {
            MatrixView table = new MatrixView(in, 1, rows, columns, columns + 2);
            kernels.gatherRows(table, indices(rows), new MatrixView(out, 3, rows, columns, columns + 1));
        });
        movements.put("scatterAddRows", (kernels, rows, columns, in, out) -> {
            MatrixView added = new MatrixView(in, 1, rows, columns, columns + 2);
            kernels.scatterAddRows(added, indices(rows), new MatrixView(out, 3, rows, columns, columns + 1));
        });
        return movements;
    }

    /// With repetitions.
    private static int[] indices(int rows) {
        int[] indices = new int[rows];
        Arrays.setAll(indices, i -> (7 * i * i + 3) % rows);
        return indices;
    }

    @Test
    void everyMovementIsTested() {
        assertEquals(
                Arrays.stream(MovementKernels.class.getDeclaredMethods())
                        .map(Method::getName)
                        .collect(Collectors.toCollection(TreeSet::new)),
                new TreeSet<>(movements().keySet()));
    }

    @Test
    void allKernelsGiveTheBitsOfTheScalarOnesAndTouchNothingElse() {
        for (Kernels kernels : Providers.all()) {
            for (int rows : new int[] {0, 1, 3, 4, 5, 7, 8, 9, 15, 16, 17, 33, 600}) {
                for (int columns : new int[] {0, 1, 3, 4, 5, 7, 8, 9, 15, 16, 17, 33, 500}) {
                    movements().forEach((name, movement) -> {
                        int length = (rows + 2) * (columns + 2) + 8;
                        float[] in = Providers.numbers(1, length);
                        float[] expected = Providers.numbers(2, length);
                        float[] actual = expected.clone();
                        movement.run(new ScalarMovement(), rows, columns, in, expected);
                        movement.run(kernels.movement(), rows, columns, in, actual);
                        assertArrayEquals(expected, actual, kernels.name() + " " + name + " " + rows + " x " + columns);
                    });
                }
            }
        }
    }

    @Test
    void smallCasesAreAsWrittenDown() {
        MatrixView a = new MatrixView(new float[] {1, 2, 3, 4, 5, 6}, 0, 2, 3, 3);
        for (Kernels kernels : Providers.all()) {
            MatrixView transposed = new MatrixView(new float[6], 0, 3, 2, 2);
            kernels.movement().transpose(a, transposed);
            assertArrayEquals(new float[] {1, 4, 2, 5, 3, 6}, transposed.array());
            MatrixView gathered = new MatrixView(new float[9], 0, 3, 3, 3);
            kernels.movement().gatherRows(a, new int[] {1, 0, 1}, gathered);
            assertArrayEquals(new float[] {4, 5, 6, 1, 2, 3, 4, 5, 6}, gathered.array());
            MatrixView table = new MatrixView(new float[6], 0, 2, 3, 3);
            kernels.movement().scatterAddRows(gathered, new int[] {0, 0, 1}, table);
            assertArrayEquals(new float[] {5, 7, 9, 4, 5, 6}, table.array());
        }
    }

    @Test
    void errorsSayWhatCameAndWhatIsRequired() {
        MatrixView a = new MatrixView(new float[6], 0, 2, 3, 3);
        for (Kernels kernels : Providers.all()) {
            String shape = assertThrows(
                            IllegalArgumentException.class,
                            () -> kernels.movement().transpose(a, a))
                    .getMessage();
            assertTrue(String.valueOf(shape).startsWith("transpose: [2, 3] came; [3, 2] is required"), shape);
            for (int index : new int[] {-1, 2}) {
                String gather = assertThrows(
                                IndexOutOfBoundsException.class,
                                () -> kernels.movement().gatherRows(a, new int[] {0, index}, a))
                        .getMessage();
                assertTrue(
                        String.valueOf(gather).startsWith("gather rows: index " + index + " came at place 1"), gather);
                assertThrows(
                        IndexOutOfBoundsException.class,
                        () -> kernels.movement().scatterAddRows(a, new int[] {0, index}, a));
            }
        }
    }

    @Test
    @EnabledIf("dev.orthant.tensor.kernel.Providers#vectorsPresent")
    void movementsAllocateNothingAtSteadyStateAloneAndInTurn() throws Exception {
        float[] in = Providers.numbers(1, 10_000);
        float[] out = new float[10_000];
        Map<String, Runnable> all = new LinkedHashMap<>();
        movements()
                .forEach((name, movement) -> all.put(name, () -> movement.run(new VectorMovement(), 70, 65, in, out)));
        Parallel.withThreads(1, () -> {
            all.forEach(Settling::assertSettles);
            Settling.assertSettles("all in turn", () -> all.values().forEach(Runnable::run));
            return true;
        });
    }
}
