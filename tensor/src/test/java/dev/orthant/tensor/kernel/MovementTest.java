package dev.orthant.tensor.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.tensor.MatrixView;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Span;
import dev.orthant.tensor.parallel.Parallel;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
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
        movements.put("permute", (kernels, rows, columns, in, out) -> {
            Shape shape = Shape.of(rows, columns);
            kernels.permute(new Span(in, 1, shape.size()), shape, new int[] {1, 0}, new Span(out, 3, shape.size()));
        });
        movements.put("copyAlong", (kernels, rows, columns, in, out) -> {
            Axis from = new Axis(rows, columns, 1);
            Axis to = new Axis(rows, columns + 1, 1);
            int count = columns / 2;
            kernels.copyAlong(
                    new Span(in, 1, rows * columns), from, columns - count, new Span(out, 3, 0), to, 1, count);
            kernels.copyAlong(
                    new Span(in, 1, rows * columns),
                    new Axis(1, columns, rows),
                    Math.min(1, columns),
                    new Span(out, 3, 0),
                    new Axis(1, columns + 2, rows),
                    2,
                    Math.max(0, columns - 1));
        });
        movements.put("flip", (kernels, rows, columns, in, out) -> {
            int length = rows * columns;
            kernels.flip(new Span(in, 1, length), new Axis(rows, columns, 1), new Span(out, 3, length));
            kernels.flip(new Span(in, 2, length / 2), new Axis(1, columns, rows / 2), new Span(out, 4, length / 2));
        });
        movements.put("oneHot", (kernels, rows, columns, in, out) -> {
            int[] labels = new int[columns == 0 ? 0 : rows];
            Arrays.setAll(labels, i -> (7 * i * i + 3) % columns);
            kernels.oneHot(labels, new MatrixView(out, 3, labels.length, columns, columns + 1));
        });
        return movements;
    }

    @Test
    void allOrdersOfFiveAxesGiveTheBitsOfTheScalarOnes() {
        for (int[] lengths : new int[][] {{2, 3, 4, 17, 5}, {3, 1, 17, 18, 1}, {1, 1, 1, 1, 1}, {2, 0, 3, 1, 2}}) {
            Shape shape = Shape.of(lengths);
            Span in = new Span(Providers.numbers(1, shape.size() + 1), 1, shape.size());
            for (int[] order : orders(5)) {
                float[] expected = Providers.numbers(2, shape.size() + 4);
                new ScalarMovement().permute(in, shape, order, new Span(expected, 2, shape.size()));
                for (Kernels kernels : Providers.all()) {
                    float[] actual = Providers.numbers(2, shape.size() + 4);
                    kernels.movement().permute(in, shape, order, new Span(actual, 2, shape.size()));
                    assertArrayEquals(expected, actual, kernels.name() + " " + shape + " " + Arrays.toString(order));
                }
            }
        }
    }

    private static List<int[]> orders(int rank) {
        List<int[]> orders = new ArrayList<>(List.of(new int[0]));
        for (int length = 0; length < rank; length++) {
            List<int[]> longer = new ArrayList<>();
            for (int[] order : orders) {
                for (int at = 0; at <= length; at++) {
                    int[] next = new int[length + 1];
                    System.arraycopy(order, 0, next, 0, at);
                    next[at] = length;
                    System.arraycopy(order, at, next, at + 1, length - at);
                    longer.add(next);
                }
            }
            orders = longer;
        }
        return orders;
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
    void anyNumberOfThreadsGivesTheSameNumbers() throws Exception {
        float[] in = Providers.numbers(1, 2_000 * 72);
        for (Kernels kernels : Providers.all()) {
            for (Map.Entry<String, Movement> movement : movements().entrySet()) {
                float[] one = Parallel.withThreads(1, () -> moved(kernels, movement.getValue(), in));
                for (int threads : new int[] {2, 3, 8}) {
                    float[] together = Parallel.withThreads(threads, () -> moved(kernels, movement.getValue(), in));
                    assertArrayEquals(one, together, movement.getKey() + " on " + threads + " threads");
                }
            }
        }
    }

    /// Several pieces of any movement's work.
    private static float[] moved(Kernels kernels, Movement movement, float[] in) {
        float[] out = new float[in.length];
        movement.run(kernels.movement(), 1_900, 70, in, out);
        return out;
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
            float[] out = new float[6];
            // [1, 2, 3], channels last, to channels first: element (0, c, w) is (0, w, c)
            kernels.movement()
                    .permute(new Span(a.array(), 0, 6), Shape.of(1, 2, 3), new int[] {0, 2, 1}, new Span(out, 0, 6));
            assertArrayEquals(new float[] {1, 4, 2, 5, 3, 6}, out);
            kernels.movement().flip(new Span(a.array(), 0, 6), new Axis(2, 3, 1), new Span(out, 0, 6));
            assertArrayEquals(new float[] {3, 2, 1, 6, 5, 4}, out);
            kernels.movement()
                    .copyAlong(
                            new Span(a.array(), 0, 6),
                            new Axis(2, 3, 1),
                            1,
                            new Span(out, 0, 6),
                            new Axis(2, 3, 1),
                            0,
                            2);
            assertArrayEquals(new float[] {2, 3, 1, 5, 6, 4}, out);
            kernels.movement().oneHot(new int[] {2, 0}, new MatrixView(out, 0, 2, 3, 3));
            assertArrayEquals(new float[] {0, 0, 1, 1, 0, 0}, out);
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
            Span six = new Span(new float[6], 0, 6);
            for (int[] order : new int[][] {{0}, {0, 0}, {1, 2}}) {
                assertThrows(
                        IllegalArgumentException.class,
                        () -> kernels.movement().permute(six, Shape.of(2, 3), order, six));
            }
            Axis axis = new Axis(2, 3, 1);
            assertThrows(
                    IllegalArgumentException.class, () -> kernels.movement().copyAlong(six, axis, 2, six, axis, 0, 2));
            assertThrows(
                    IndexOutOfBoundsException.class,
                    () -> kernels.movement().oneHot(new int[] {0, 3}, new MatrixView(new float[6], 0, 2, 3, 3)));
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
