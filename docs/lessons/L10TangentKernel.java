import dev.orthant.layers.Initialiser;
import dev.orthant.layers.Layer;
import dev.orthant.layers.Linear;
import dev.orthant.layers.Network;
import dev.orthant.layers.Sequential;
import dev.orthant.layers.activation.Relu;
import dev.orthant.layers.infinite.GradientFlow;
import dev.orthant.layers.infinite.KernelBlock;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.linear.Matrix;
import dev.orthant.tensor.random.Streams;

/// Lesson 10. While an infinitely wide network trains, its weights hardly move, and its scores follow a linear equation:
/// the tangent kernel (NTK) tells where they are after any time, without a single step.
final class L10TangentKernel {
    public static void main(String[] arguments) {
        Layer layer = Sequential.of(new Linear(256, 2, 0.1), new Relu(), new Linear(1, 1, 0.1));
        Network network = Network.create(layer, Shape.of(1), new Initialiser.Prior(), Streams.ofSeed(10));
        Tensor train = Tensor.of(Shape.of(3, 1), -1, 0, 1);
        Matrix targets = Matrix.columnOf(1, 0, 1); // three points of a valley
        KernelBlock kernels = network.kernel(train);
        System.out.printf(
                "NNGP(0, 1) = %.4f, NTK(0, 1) = %.4f%n",
                kernels.nngp().at(1, 2), kernels.ntk().at(1, 2));

        GradientFlow flow = GradientFlow.ofNtk(kernels, 0.1, 1);
        for (double time : new double[] {0, 10, 100, 1000}) {
            Matrix scores = flow.at(time).mean(kernels.ntk(), targets);
            System.out.printf(
                    "after %4.0f steps the mean network says %6.3f %6.3f %6.3f%n",
                    time, scores.at(0, 0), scores.at(1, 0), scores.at(2, 0));
        }
    }
}
