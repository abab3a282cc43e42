package dev.orthant.experiments.implicitbias;

import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.linear.Matrix;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/// One function of a variant, on one problem at one label scale.
///
/// @param trainError       fraction of training examples on the wrong side
/// @param testError        fraction of test examples on the wrong side
/// @param relativeResidual ‖f(X) − αy‖ / ‖αy‖ on the training examples
/// @param rarerError       fraction of test examples that are on the wrong side and of the class with fewer training examples;
///                         NaN if both have as many
record AblationOutcome(double trainError, double testError, double relativeResidual, double rarerError) {
    static AblationOutcome of(Tensor trainScores, Tensor testScores, Problem problem, double labelScale) {
        return of(Matrix.of(trainScores).column(0), Matrix.of(testScores).column(0), problem, labelScale);
    }

    /// @param trainScores one per training example
    /// @param testScores  one per test example
    static AblationOutcome of(double[] trainScores, double[] testScores, Problem problem, double labelScale) {
        int[] trainSigns = problem.trainSigns();
        double squares = 0;
        for (int i = 0; i < trainSigns.length; i++) {
            squares += Math.pow(trainScores[i] / labelScale - trainSigns[i], 2);
        }
        int[] testSigns = problem.testSigns();
        int rarer = -Integer.signum(IntStream.of(trainSigns).sum());
        return new AblationOutcome(
                wrong(trainScores, trainSigns, 0),
                wrong(testScores, testSigns, 0),
                Math.sqrt(squares / trainSigns.length),
                rarer == 0 ? Double.NaN : wrong(testScores, testSigns, rarer));
    }

    /// Share of all examples that are wrong and of this sign; 0 stands for both. A score of 0 has no sign and is wrong.
    private static double wrong(double[] scores, int[] signs, int sign) {
        int wrong = 0;
        for (int i = 0; i < signs.length; i++) {
            if (!(scores[i] * signs[i] > 0) && (sign == 0 || signs[i] == sign)) {
                wrong++;
            }
        }
        return (double) wrong / signs.length;
    }

    static AblationOutcome mean(List<AblationOutcome> all) {
        return new AblationOutcome(
                mean(all, AblationOutcome::trainError),
                mean(all, AblationOutcome::testError),
                mean(all, AblationOutcome::relativeResidual),
                mean(all, AblationOutcome::rarerError));
    }

    private static double mean(List<AblationOutcome> all, ToDoubleFunction<AblationOutcome> value) {
        return all.stream().mapToDouble(value).average().orElse(Double.NaN);
    }
}
