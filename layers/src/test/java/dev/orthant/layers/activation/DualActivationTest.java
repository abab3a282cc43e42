package dev.orthant.layers.activation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.layers.infinite.DualActivation;
import dev.orthant.layers.infinite.NoClosedForm;
import dev.orthant.layers.infinite.Rectifier;
import dev.orthant.layers.infinite.SmoothDual;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// What every dual activation must satisfy. One that is not in the table fails the build.
class DualActivationTest {
    private static final List<DualActivation> TABLE = List.of(
            new Abs(),
            new AbRelu(-0.4, 1.3),
            new Cos(),
            new Erf(),
            new Exp(0.5),
            new Gelu(),
            HermiteSeries.of(0.3, -0.5, 0, 0.7),
            new LeakyRelu(0.1),
            new Monomial(1),
            new Monomial(2),
            new Monomial(5),
            new RbfFeatures(0.7),
            new Rectifier(0.3, 2),
            new Relu(),
            new Sigmoid(),
            new SigmoidLike(),
            new Softplus(),
            new Sign(),
            new Sin(),
            new Smooth(new dev.orthant.autograd.op.Tanh(), Math::tanh),
            new SmoothDual(z -> Math.exp(-z * z / 4) + z),
            new SquaredRelu(),
            new Step(),
            new Swish(),
            new Tanh());

    /// Variances q and r and a correlation.
    private record Point(double q, double r, double t) {
        double c() {
            return t * Math.sqrt(q * r);
        }
    }

    private static final List<Point> POINTS = List.of(
            new Point(1, 1, 0.3),
            new Point(0.4, 1.7, -0.6),
            new Point(2.5, 0.9, 0.95),
            new Point(1.3, 1.3, -0.9),
            new Point(0.05, 0.02, 0.5));

    private static Stream<DynamicTest> forAll(Consumer<DualActivation> check) {
        return TABLE.stream().map(each -> DynamicTest.dynamicTest(each.toString(), () -> check.accept(each)));
    }

    @TestFactory
    Stream<DynamicTest> theSlopeIsTheDerivativeOfTheCovariance() {
        return forAll(dual -> {
            for (Point point : POINTS) {
                if (!dual.hasSlope()) {
                    assertThrows(NoClosedForm.class, () -> dual.slope(point.c(), point.q(), point.r()));
                    continue;
                }
                // Central difference with Richardson's extrapolation: truncation h⁴, rounding 1e-16/h, both below 1e-8.
                double step = 1e-3 * Math.sqrt(point.q() * point.r());
                double expected = (4 * difference(dual, point, step / 2) - difference(dual, point, step)) / 3;
                double slope = dual.slope(point.c(), point.q(), point.r());
                assertEquals(expected, slope, 1e-6 * Math.max(0.01, Math.abs(expected)), point.toString());
            }
        });
    }

    private static double difference(DualActivation dual, Point point, double step) {
        return (dual.covariance(point.c() + step, point.q(), point.r())
                        - dual.covariance(point.c() - step, point.q(), point.r()))
                / (2 * step);
    }

    @TestFactory
    Stream<DynamicTest> theCovarianceIsTheExpectationOfTheProduct() {
        return forAll(dual -> {
            for (Point point : POINTS) {
                double expected = GaussianPlane.expectation(
                        point.q(), point.r(), point.t(), (u, w) -> dual.activation(u) * dual.activation(w));
                double size = Math.sqrt(dual.variance(point.q()) * dual.variance(point.r()));
                // 8-point Gauss-Legendre panels: beyond rounding for the functions met here.
                assertEquals(
                        expected, dual.covariance(point.c(), point.q(), point.r()), 1e-12 * size, point.toString());
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> withoutCorrelationTheCovarianceIsTheProductOfTheMeans() {
        return forAll(dual -> {
            for (Point point : POINTS) {
                double size = Math.sqrt(dual.variance(point.q()) * dual.variance(point.r()));
                assertEquals(
                        dual.mean(point.q()) * dual.mean(point.r()),
                        dual.covariance(0, point.q(), point.r()),
                        1e-14 * size,
                        point.toString());
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> theRowsOfABlockAreTheSingleNumbers() {
        return forAll(dual -> {
            double[] q = {0.7, 0, 1};
            double[] r = {1.1, 1, 0, 0.7};
            DualActivation.Rows rows = dual.between(q, r);
            for (int i = 0; i < q.length; i++) {
                double[] c = new double[r.length];
                for (int j = 0; j < r.length; j++) {
                    c[j] = (j - 1.5) / 1.5 * Math.sqrt(q[i] * r[j]);
                }
                double[] covariance = new double[r.length];
                double[] slope = new double[dual.hasSlope() ? r.length : 0];
                Arrays.fill(covariance, Double.NaN); // they come as the row before left them
                Arrays.fill(slope, Double.NaN);
                rows.map(i, c, covariance, slope);
                for (int j = 0; j < r.length; j++) {
                    assertEquals(dual.covariance(c[j], q[i], r[j]), covariance[j], 0.0);
                    if (dual.hasSlope()) {
                        assertEquals(dual.slope(c[j], q[i], r[j]), slope[j], 0.0);
                    }
                    assertTrue(Double.isFinite(covariance[j]), "q = " + q[i] + ", r = " + r[j]);
                }
            }
        });
    }

    /// Without a slope being asked for, as the variances of a block are mapped: the diagonal and they are to agree bit for bit.
    @TestFactory
    Stream<DynamicTest> variancesElementByElementAreTheSingleNumbers() {
        return forAll(dual -> {
            double[] q = {0.7, 0, 1, 1e-12, 2.3};
            double[] variances = new double[q.length];
            Arrays.fill(variances, Double.NaN);
            dual.elements(q, q, q, variances, new double[0]);
            for (int k = 0; k < q.length; k++) {
                assertEquals(dual.variance(q[k]), variances[k], 0.0);
            }
        });
    }

    /// Functions with φ(0) = 0 are linear at small inputs: φ′(0)² c, relative error of order q.
    @Test
    void smallVariancesKeepTheirDigits() {
        for (double q = 1e-6; q > 1e-40; q /= 100) {
            for (DualActivation dual : List.of(new Sin(), new Tanh(), new Gelu(), new Swish())) {
                double slope = dual instanceof Gelu || dual instanceof Swish ? 0.5 : 1;
                assertEquals(slope * slope, dual.variance(q) / q, 1e-5, dual + ", q = " + q);
                assertEquals(slope * slope / 3, dual.covariance(q / 3, q, q) / q, 1e-5, dual + ", q = " + q);
            }
            assertEquals(4 / Math.PI, new Erf().variance(q) / q, 1e-5, "q = " + q);
            assertEquals(1, new Cos().slope(q, q, q) / q, 1e-5, "q = " + q);
        }
    }

    /// Unscaled inputs: pixels up to 255, thousands of them, and far beyond.
    @Test
    void slopesAtLargeVariancesKeepTheirDigits() {
        for (double q = 1; q < 1e40; q *= 100) {
            assertEquals(1, new Erf().slope(q, q, q) / (4 / Math.PI / Math.sqrt(1 + 4 * q)), 1e-14, "q = " + q);
            // 1/2 of the rectifier, and (2/(1 + q) + 1/(1 + 2q)) q/√(1 + 2q), less what the angle lacks of π/2
            double rest = Math.atan(Math.sqrt(1 + 2 * q) / q);
            double expected = 0.5 + (q / Math.sqrt(1 + 2 * q) * (2 / (1 + q) + 1 / (1 + 2 * q)) - rest) / (2 * Math.PI);
            assertEquals(expected, new Gelu().slope(q, q, q), 1e-14, "q = " + q);
            for (DualActivation dual : List.of(new Erf(), new Gelu())) {
                double beyond = Math.nextUp(q); // a covariance that rounding made larger than both variances
                assertTrue(Double.isFinite(dual.covariance(beyond, q, q)), dual + ", q = " + q);
                assertTrue(Double.isFinite(dual.slope(beyond, q, q)), dual + ", q = " + q);
            }
        }
    }

    @Test
    void everyDualActivationIsInTheTable() throws IOException, URISyntaxException {
        assertEquals(
                compiled(),
                TABLE.stream().map(each -> each.getClass().getName()).collect(Collectors.toCollection(TreeSet::new)));
    }

    private static Set<String> compiled() throws IOException, URISyntaxException {
        URI classes = DualActivation.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI();
        try (Stream<Path> files = Files.walk(Path.of(classes))) {
            return files.map(file -> Path.of(classes).relativize(file).toString())
                    .filter(name -> name.endsWith(".class") && !name.contains("-info"))
                    .map(name ->
                            name.substring(0, name.length() - ".class".length()).replace(File.separatorChar, '.'))
                    .filter(DualActivationTest::isDualActivation)
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (UncheckedIOException unreadable) {
            throw unreadable.getCause();
        }
    }

    private static boolean isDualActivation(String className) {
        try {
            Class<?> type = Class.forName(className);
            return DualActivation.class.isAssignableFrom(type) && !type.isInterface();
        } catch (ClassNotFoundException missing) {
            throw new AssertionError(missing);
        }
    }
}
