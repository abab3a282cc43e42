import dev.orthant.datasets.Examples;
import dev.orthant.datasets.catalogue.Digits;
import dev.orthant.datasets.prepare.BinaryLabels;
import dev.orthant.datasets.prepare.UnitSphere;
import dev.orthant.layers.Sequential;
import dev.orthant.layers.infinite.KernelBlock;
import dev.orthant.layers.infinite.PacBayes;
import dev.orthant.layers.infinite.orthant.OrthantEstimate;
import dev.orthant.layers.infinite.orthant.OrthantProbability;
import dev.orthant.tensor.linear.Matrix;
import dev.orthant.tensor.random.Streams;

/// Lesson 11. How likely is it that a random network labels all training examples rightly? The chance is that of a Gaussian
/// vector to have given signs, an orthant probability. Minus its logarithm is how much has to be learned, and a PAC-Bayes
/// bound turns that into a promise about examples not seen.
final class L11OrthantAndBound {
    public static void main(String[] arguments) {
        // Two scores with correlation 1/2 have the same sign in two cases of three.
        Matrix two = Matrix.of(new double[] {1, 0.5}, new double[] {0.5, 1});
        OrthantEstimate exact = OrthantProbability.of(two, new int[] {1, 1}, Streams.ofSeed(11));
        System.out.printf("both positive: %.4f%n", Math.exp(exact.logProbability()));

        for (int count : new int[] {10, 25}) {
            Examples digits =
                    UnitSphere.apply(BinaryLabels.pair(Digits.all(), 0, 1)).first(count);
            Matrix nngp = Sequential.multilayerPerceptron(3, 64, 1)
                    .kernel(KernelBlock.ofInputs(digits.inputs()))
                    .nngp();
            int[] labels = BinaryLabels.signs(digits);
            OrthantEstimate estimate = OrthantProbability.of(nngp, labels, Streams.ofSeed(11));
            double bound = PacBayes.riskBound(estimate.informationContent(), count, 0.01);
            System.out.printf(
                    "%3d digits: %.0f nats to learn, at most %.1f of new ones wrong (with 99 %% certainty)%n",
                    count, estimate.informationContent(), bound);
        }
    }
}
