import dev.orthant.layers.Initialiser;
import dev.orthant.layers.Layer;
import dev.orthant.layers.Network;
import dev.orthant.layers.nets.Mlp;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.ShapeException;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.format.SafeTensors;
import dev.orthant.tensor.random.Streams;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/// Lesson 8. A file holds tensors by name, in a format that PyTorch reads and writes too. The architecture is not in it:
/// that is a line of your program.
final class L08SaveAndLoad {
    public static void main(String[] arguments) throws IOException {
        Layer layer = Mlp.of(3, 16);
        Network network = Network.create(layer, Shape.of(4), new Initialiser.UniformFanIn(), Streams.ofSeed(8));
        Path file = Files.createTempFile("lesson", ".safetensors");
        try {
            SafeTensors.write(file, network.weights().state(), Map.of("lesson", "8"));
            Network loaded = Network.ofState(layer, Shape.of(4), SafeTensors.read(file));
            Tensor example = Tensor.of(Shape.of(4), 1, -1, 0.5f, 2);
            float[] before = network.predict(example).toArray();
            float[] after = loaded.predict(example).toArray();
            System.out.println("names: " + loaded.weights().state().keySet());
            System.out.println("the same predictions, bit by bit: " + Arrays.equals(before, after));
            Network.ofState(Mlp.of(3, 8), Shape.of(4), SafeTensors.read(file));
        } catch (ShapeException refused) {
            System.out.println(refused.getMessage());
        } finally {
            Files.delete(file);
        }
    }
}
