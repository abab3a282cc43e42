import dev.orthant.layers.Initialiser;
import dev.orthant.layers.Layer;
import dev.orthant.layers.Network;
import dev.orthant.layers.Sequential;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.linear.Matrix;
import dev.orthant.tensor.random.Streams;

/// Lesson 9. Draw the weights of a very wide network at random: its scores are then nearly Gaussian, and their covariance,
/// the NNGP kernel, follows from the layers alone. The same `Layer` that trains computes it.
final class L09InfinitelyWide {
    public static void main(String[] arguments) {
        // Three inputs of norm √2: the first two at 60 degrees, the third opposite to the first.
        float root = (float) Math.sqrt(2);
        float half = root / 2;
        float up = (float) Math.sqrt(1.5);
        Tensor inputs = Tensor.of(Shape.of(3, 2), root, 0, half, up, -root, 0);
        Layer layer = Sequential.multilayerPerceptron(2, 256, 1);
        Network first = Network.create(layer, Shape.of(2), new Initialiser.Prior(), Streams.ofSeed(9));
        Matrix nngp = first.kernel(inputs).nngp();
        print("infinitely wide:", nngp);

        // Five hundred networks of width 256, and the mean of f(x) f(x') over them.
        int networks = 500;
        Matrix mean = Matrix.zeros(3, 3);
        for (int n = 0; n < networks; n++) {
            Streams streams = Streams.ofSeed(9).indexed(n);
            Network network = Network.create(layer, Shape.of(2), new Initialiser.Prior(), streams);
            Tensor f = network.predict(inputs);
            for (int i = 0; i < 3; i++) {
                for (int j = 0; j < 3; j++) {
                    mean.set(i, j, mean.at(i, j) + f.at(i, 0) * f.at(j, 0) / networks);
                }
            }
        }
        boolean close = true;
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                close &= Math.abs(mean.at(i, j) - nngp.at(i, j))
                        < 0.25; // four standard errors: a product of two Gaussians has variance 2 at most
            }
        }
        System.out.println("the mean over " + networks + " finite networks agrees: " + close);
    }

    private static void print(String title, Matrix matrix) {
        System.out.println(title);
        for (int i = 0; i < matrix.rows(); i++) {
            System.out.printf("  %.3f  %.3f  %.3f%n", matrix.at(i, 0), matrix.at(i, 1), matrix.at(i, 2));
        }
    }
}
