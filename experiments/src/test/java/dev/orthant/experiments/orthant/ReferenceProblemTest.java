package dev.orthant.experiments.orthant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.layers.infinite.orthant.OrthantEstimate;
import dev.orthant.layers.infinite.orthant.OrthantProbability;
import dev.orthant.tensor.linear.Matrix;
import dev.orthant.tensor.random.Streams;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The fifteen problems of known answer are those of the program that the answers come from, and the door finds every answer.
class ReferenceProblemTest {
    private static final long SEED = 15;

    /// Of the matrix with the signs in it, in the order of [ReferenceProblem#all]: element (0, 1) and the sum of all elements, ten
    /// digits and eight after the point.
    private static final double[][] CHECKS = {
        {0.5, 55},
        {0.2, 8160},
        {0.9, 225050},
        {-0.5, 475},
        {0.9, 97.49082124},
        {0.5, 1496},
        {0.7071067812, 6726.03547215},
        {0.4376448678, 119.04048394},
        {0.5, 4535},
        {0.1994970500, 443.10138172},
        {-0.7597428619, 146.18830850},
        {0.4133210115, 5279.58595046},
        {-0.0409460590, 342.01225590},
        {0.8187307531, 3984.61026896},
        {-0.3, 564}
    };

    @Test
    void matricesAreThoseOfTheAnswers() {
        List<ReferenceProblem> all = ReferenceProblem.all();
        assertEquals(CHECKS.length, all.size());
        for (int row = 0; row < CHECKS.length; row++) {
            ReferenceProblem problem = all.get(row);
            Matrix covariance = problem.covariance();
            int[] signs = problem.signs();
            assertEquals(CHECKS[row][0], covariance.at(0, 1) * signs[0] * signs[1], 1e-10, problem.name());
            double sum = 0;
            for (int i = 0; i < signs.length; i++) {
                for (int j = 0; j < signs.length; j++) {
                    sum += covariance.at(i, j) * signs[i] * signs[j];
                }
            }
            double rounding = 0x1p-53 * signs.length * signs.length * sum; // of a plain sum of n² numbers
            assertEquals(CHECKS[row][1], sum, 1e-8 + rounding, problem.name());
        }
    }

    /// Four standard errors: one failure in ten thousand correct programs, on these fixed seeds none.
    @TestFactory
    Stream<DynamicTest> theDoorFindsEveryAnswerWithinFourStandardErrorsOfAtMostThreePercent() {
        List<ReferenceProblem> all = ReferenceProblem.all();
        return IntStream.range(0, all.size()).mapToObj(row -> {
            ReferenceProblem problem = all.get(row);
            return DynamicTest.dynamicTest(problem.name() + ", n = " + problem.size(), () -> {
                OrthantEstimate estimate = OrthantProbability.of(
                        problem.covariance(),
                        problem.signs(),
                        Streams.ofSeed(SEED).indexed(row));
                double error = Math.hypot(estimate.relativeStandardError(), problem.standardError());
                assertEquals(problem.truth(), estimate.logProbability(), 4 * error, estimate + ", seed " + SEED);
                assertTrue(estimate.relativeStandardError() <= 0.03, estimate.toString());
                assertTrue(estimate.reliable(), estimate.toString());
            });
        });
    }
}
