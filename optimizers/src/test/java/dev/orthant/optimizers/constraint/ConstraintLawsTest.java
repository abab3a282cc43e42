package dev.orthant.optimizers.constraint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.optimizers.Adam;
import dev.orthant.optimizers.Constrained;
import dev.orthant.optimizers.Optimizer;
import dev.orthant.tensor.MatrixView;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.ShapeException;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.random.Streams;
import dev.orthant.tensor.weights.Role;
import dev.orthant.tensor.weights.Weight;
import dev.orthant.tensor.weights.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every constraint: a projection lands in the set, a second one changes nothing, and training around any rule stays in it.
class ConstraintLawsTest {
    private static final long SEED = 17;
    private static final int ROWS = 5;
    private static final int COLUMNS = 9;

    /// Bounds are for rows of nine numbers of size 1: each is the sum of at most a dozen float32 roundings, 12 · 2⁻²⁴ =
    /// 7e-7, or 0 where a number is set and not computed.
    private static final double ROUNDING = 1e-6;

    /// How far outside of the set a matrix and its bias are: 0 inside.
    private interface Distance {
        double of(MatrixView matrix, float[] bias);
    }

    record Law(String name, Constraint constraint, Distance distance, double tolerance) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Law> laws() {
        Weights signs = mask(-1);
        Weights zeros = mask(0);
        return List.of(
                new Law("balanced", new BalancedNeurons(), (m, b) -> Math.max(meanOff(m), normOff(m)), ROUNDING),
                new Law("centred", new CentredNeurons(), (m, b) -> meanOff(m), ROUNDING),
                new Law("unit", new UnitNeurons(), (m, b) -> normOff(m), ROUNDING),
                new Law("simplex", new Simplex(), (m, b) -> simplexOff(m), ROUNDING),
                new Law("box", new Box(-0.5f, 0.75f), ConstraintLawsTest::boxOff, 0),
                new Law("sparsity mask", new SparsityMask(zeros), (m, b) -> maskOff(m, zeros), 0),
                new Law("sign mask", new SignMask(signs), (m, b) -> maskOff(m, signs), 0),
                new Law(
                        "Frobenius sphere",
                        new FrobeniusSphere(2),
                        (m, b) -> Math.abs(norm(m) / (2 * Math.sqrt(ROWS)) - 1),
                        ROUNDING),
                new Law("spectral ball", new SpectralBall(0.8), (m, b) -> Math.max(0, jacobiNorm(m) / 0.8 - 1), 1e-5));
    }

    @ParameterizedTest
    @MethodSource("laws")
    void aProjectionLandsInTheSetAndASecondOneStays(Law law) {
        for (int repetition = 0; repetition < 20; repetition++) {
            Weights weights = random("weights " + repetition);
            law.constraint().project(weights);
            assertInside(law, weights, "seed " + SEED + ", repetition " + repetition);
            Weights again = weights.copy();
            law.constraint().project(again);
            assertArrayEquals(
                    weights.get("w").toArray(),
                    again.get("w").toArray(),
                    (float) Math.max(law.tolerance(), Float.MIN_VALUE) * 3, // relative to numbers of at most 3
                    law.name());
        }
    }

    @ParameterizedTest
    @MethodSource("laws")
    void everyStepOfARuleEndsInTheSet(Law law) {
        follow(law, new Constrained<>(new Adam(0.1), law.constraint()));
    }

    private static <S> void follow(Law law, Optimizer<S> rule) {
        Weights weights = random("weights");
        S state = rule.start(weights);
        assertInside(law, weights, "at the start");
        for (int step = 0; step < 30; step++) {
            state = rule.step(weights, random("gradient " + step), state, 1);
            assertInside(law, weights, "after step " + step);
        }
    }

    @ParameterizedTest
    @MethodSource("laws")
    void notANumberDoesNotBecomeOne(Law law) {
        Weights weights = random("weights");
        int first = law.name().equals("sparsity mask") || law.name().equals("sign mask") ? 1 : 0; // unmasked
        weights.get("w").span().array()[first] = Float.NaN;
        law.constraint().project(weights);
        assertTrue(!weights.get("w").isFinite(), law.name());
    }

    @Test
    void everyConstraintHasItsLaws() throws IOException, ReflectiveOperationException, java.net.URISyntaxException {
        Set<String> tested = laws().stream()
                .map(law -> law.constraint().getClass().getSimpleName())
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> found = new TreeSet<>();
        Path classes = Path.of(Constraint.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (Stream<Path> files = Files.list(classes.resolve("dev/orthant/optimizers/constraint"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".class")).toList()) {
                String name = file.getFileName().toString().replace(".class", "");
                Class<?> type = Class.forName("dev.orthant.optimizers.constraint." + name);
                if (Constraint.class.isAssignableFrom(type) && !type.isInterface()) {
                    found.add(type.getSimpleName());
                }
            }
        }
        assertEquals(found, tested);
    }

    @Test
    void theSimplexKeepsAPointOfItsOwnAndDropsWhatIsFarBelow() {
        assertArrayEquals(new float[] {0.25f, 0.75f, 0}, simplex(0.25f, 0.75f, 0));
        assertArrayEquals(new float[] {0, 1, 0}, simplex(-4, 3, 0.5f));
        assertArrayEquals(new float[] {0.75f, 0.25f}, simplex(1, 0.5f)); // both too large by 1/4
        assertArrayEquals(new float[] {1}, simplex(-7));
    }

    private static float[] simplex(float... row) {
        Weights weights = Weights.of(List.of(new Weight("w", Role.MATRIX, Tensor.of(Shape.of(1, row.length), row))));
        new Simplex().project(weights);
        return weights.get("w").toArray();
    }

    @Test
    void biasesAreFreeOfWhatIsSaidOfNeurons() {
        for (Law law : laws()) {
            Weights weights = random("weights");
            float[] before = weights.get("b").toArray();
            law.constraint().project(weights);
            if (!(law.constraint() instanceof Box)) {
                assertArrayEquals(before, weights.get("b").toArray(), law.name());
            }
        }
    }

    @Test
    void zeroMatricesHaveNoDirectionAndStay() {
        for (Constraint constraint :
                List.of(new BalancedNeurons(), new UnitNeurons(), new FrobeniusSphere(), new SpectralBall(1))) {
            Weights weights = random("weights").times(0);
            constraint.project(weights);
            assertEquals(0, weights.norm(), constraint.toString());
        }
    }

    @Test
    void aNeuronOfOneInputKeepsItsWeightUnlessItIsNormalised() {
        Weights single = Weights.of(List.of(new Weight("w", Role.MATRIX, Tensor.of(Shape.of(2, 1), 3, -2))));
        new CentredNeurons().project(single);
        assertArrayEquals(new float[] {3, -2}, single.get("w").toArray());
        new UnitNeurons().project(single);
        assertArrayEquals(new float[] {1, -1}, single.get("w").toArray(), 1e-7f); // one division rounds
    }

    @Test
    void theSpectralNormOfADiagonalIsItsLargestEntry() {
        Tensor diagonal = Tensor.zeros(Shape.of(3, 4));
        float[] entries = {1, -5, 4.9f};
        for (int i = 0; i < 3; i++) {
            diagonal.span().array()[i * 4 + i] = entries[i];
        }
        // (4.9 / 5)^2k is below 1e-7 long before 1000 steps; a step that raises less than 1e-7 leaves some 25 times
        // that
        assertEquals(5, SpectralNorm.of(diagonal.matrix()), 5 * 5e-6);
        assertEquals(0, SpectralNorm.of(Tensor.zeros(Shape.of(2, 2)).matrix()));
    }

    @Test
    void masksAndBoxesThatMakeNoSenseAreRefused() {
        Weights half = Weights.of(List.of(new Weight("w", Role.MATRIX, Tensor.of(Shape.of(1, 1), 0.5f))));
        assertThrows(IllegalArgumentException.class, () -> new SignMask(half));
        assertThrows(IllegalArgumentException.class, () -> new SparsityMask(half.map(t -> Tensor.scalar(-1))));
        assertThrows(IllegalArgumentException.class, () -> new Box(1, 0));
        assertThrows(IllegalArgumentException.class, () -> new SpectralBall(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> new FrobeniusSphere(0));
        Weights other = Weights.of(List.of(new Weight("w", Role.MATRIX, Tensor.zeros(Shape.of(2, 2)))));
        assertThrows(ShapeException.class, () -> new SparsityMask(mask(0)).project(other));
    }

    private static void assertInside(Law law, Weights weights, String when) {
        double distance =
                law.distance().of(weights.get("w").matrix(), weights.get("b").toArray());
        assertTrue(distance <= law.tolerance(), law + " is " + distance + " outside " + when);
    }

    private static Weights random(String name) {
        Streams streams = Streams.ofSeed(SEED).named(name);
        return Weights.of(List.of(
                new Weight("w", Role.MATRIX, streams.gaussian(Shape.of(ROWS, COLUMNS))),
                new Weight("b", Role.BIAS, streams.named("bias").gaussian(Shape.of(ROWS)))));
    }

    /// Every third weight is `masked`, every other one 1.
    private static Weights mask(int masked) {
        float[] numbers = new float[ROWS * COLUMNS];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = i % 3 == 0 ? masked : 1;
        }
        return Weights.of(List.of(new Weight("w", Role.MATRIX, Tensor.of(Shape.of(ROWS, COLUMNS), numbers))));
    }

    private static double entry(MatrixView matrix, int i, int j) {
        return matrix.array()[matrix.from() + i * matrix.stride() + j];
    }

    private static double meanOff(MatrixView matrix) {
        double worst = 0;
        for (int i = 0; i < ROWS; i++) {
            double sum = 0;
            for (int j = 0; j < COLUMNS; j++) {
                sum += entry(matrix, i, j);
            }
            worst = Math.max(worst, Math.abs(sum / COLUMNS));
        }
        return worst;
    }

    private static double normOff(MatrixView matrix) {
        double worst = 0;
        for (int i = 0; i < ROWS; i++) {
            worst = Math.max(worst, Math.abs(norm(matrix.rowRange(i, i + 1)) - 1));
        }
        return worst;
    }

    private static double simplexOff(MatrixView matrix) {
        double worst = 0;
        for (int i = 0; i < ROWS; i++) {
            double sum = 0;
            for (int j = 0; j < COLUMNS; j++) {
                worst = Math.max(worst, -entry(matrix, i, j));
                sum += entry(matrix, i, j);
            }
            worst = Math.max(worst, Math.abs(sum - 1));
        }
        return worst;
    }

    private static double boxOff(MatrixView matrix, float[] bias) {
        double worst = 0;
        for (float number : bias) {
            worst = Math.max(worst, Math.max(number - 0.75, -0.5 - number));
        }
        for (int i = 0; i < ROWS * COLUMNS; i++) {
            double number = entry(matrix, i / COLUMNS, i % COLUMNS);
            worst = Math.max(worst, Math.max(number - 0.75, -0.5 - number));
        }
        return worst;
    }

    private static double maskOff(MatrixView matrix, Weights mask) {
        double worst = 0;
        float[] allowed = mask.get("w").toArray();
        for (int i = 0; i < allowed.length; i++) {
            double number = entry(matrix, i / COLUMNS, i % COLUMNS);
            boolean signed = mask.get("w").toArray()[0] == -1;
            worst = Math.max(worst, signed ? -allowed[i] * number : allowed[i] == 0 ? Math.abs(number) : 0);
        }
        return worst;
    }

    private static double norm(MatrixView matrix) {
        double sum = 0;
        for (int i = 0; i < matrix.rows(); i++) {
            for (int j = 0; j < matrix.columns(); j++) {
                sum += entry(matrix, i, j) * entry(matrix, i, j);
            }
        }
        return Math.sqrt(sum);
    }

    /// The largest singular value by one-sided Jacobi rotations of the rows (Hestenes 1958), in float64.
    private static double jacobiNorm(MatrixView matrix) {
        double[][] rows = new double[ROWS][COLUMNS];
        for (int i = 0; i < ROWS * COLUMNS; i++) {
            rows[i / COLUMNS][i % COLUMNS] = entry(matrix, i / COLUMNS, i % COLUMNS);
        }
        for (int sweep = 0; sweep < 30; sweep++) {
            for (int p = 0; p < ROWS; p++) {
                for (int q = p + 1; q < ROWS; q++) {
                    rotate(rows[p], rows[q]);
                }
            }
        }
        double largest = 0;
        for (double[] row : rows) {
            largest = Math.max(largest, Math.sqrt(dot(row, row)));
        }
        return largest;
    }

    private static void rotate(double[] p, double[] q) {
        double overlap = dot(p, q);
        if (overlap == 0) {
            return;
        }
        double ratio = (dot(q, q) - dot(p, p)) / (2 * overlap);
        double tangent = Math.copySign(1, ratio) / (Math.abs(ratio) + Math.sqrt(1 + ratio * ratio));
        double cosine = 1 / Math.sqrt(1 + tangent * tangent);
        for (int j = 0; j < p.length; j++) {
            double before = p[j];
            p[j] = cosine * before - cosine * tangent * q[j];
            q[j] = cosine * tangent * before + cosine * q[j];
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
