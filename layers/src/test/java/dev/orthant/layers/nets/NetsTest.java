package dev.orthant.layers.nets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.layers.AttentionMask;
import dev.orthant.layers.Chain;
import dev.orthant.layers.CheckpointedLayer;
import dev.orthant.layers.Conv2d;
import dev.orthant.layers.Layer;
import dev.orthant.layers.Linear;
import dev.orthant.layers.LocallyConnected;
import dev.orthant.layers.NetworkSummary;
import dev.orthant.tensor.Padding;
import dev.orthant.tensor.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

class NetsTest {
    private static List<String> specs(Layer layer, int... example) {
        return layer.weights(Shape.of(example)).stream()
                .map(spec -> spec.name() + " " + spec.shape())
                .toList();
    }

    @Test
    void resNet18HasTheNumbersThatArePublished() {
        // 11,689,512 weights (torchvision) and 1.81 · 10⁹ multiply-adds at 224 x 224 pixels
        NetworkSummary summary = NetworkSummary.of(ResNet.resNet18ForLargeImages(1000), Shape.of(224, 224, 3));
        assertEquals(11_689_512, summary.weights());
        assertEquals(1_814_073_344L, summary.multiplyAdds());
        // 11,173,962 weights in its usual form for CIFAR-10
        assertEquals(
                11_173_962,
                NetworkSummary.of(ResNet.resNet18(10), Shape.of(32, 32, 3)).weights());
    }

    @Test
    void resNet20HasTheNamesOfTorchvision() {
        List<String> specs = specs(ResNet.resNet20(10), 32, 32, 3);
        assertEquals(
                List.of("conv1.weight [16, 3, 3, 3]", "bn1.weight [16]", "bn1.bias [16]", "bn1.running_mean [16]"),
                specs.subList(0, 4));
        assertTrue(specs.contains("layer2.0.downsample.0.weight [32, 16, 1, 1]"));
        assertTrue(specs.contains("layer2.0.downsample.1.num_batches_tracked []"));
        assertTrue(specs.contains("layer3.2.conv2.weight [64, 64, 3, 3]"));
        assertTrue(specs.containsAll(List.of("fc.weight [10, 64]", "fc.bias [10]")));
        assertEquals(
                272_474,
                NetworkSummary.of(ResNet.resNet20(10), Shape.of(32, 32, 3)).weights());
    }

    @Test
    void vgg11HasTheFeaturesOfTorchvision() {
        List<String> names = specs(Vgg11.of(10), 32, 32, 3);
        assertEquals("features.0.weight [64, 3, 3, 3]", names.getFirst());
        assertTrue(names.contains("features.18.weight [512, 512, 3, 3]"));
        assertTrue(names.contains("classifier.weight [10, 512]"));
        // 9,220,480 in the convolutions of torchvision's vgg11, and the linear layer
        assertEquals(
                9_220_480 + 5_130,
                NetworkSummary.of(Vgg11.of(10), Shape.of(32, 32, 3)).weights());
        assertTrue(specs(Vgg11.of(10, 8, true), 32, 32, 3).contains("features.25.weight [64, 64, 3, 3]"));
    }

    @Test
    void leNetAndMlpTakeDigits() {
        assertEquals(
                61_706, NetworkSummary.of(LeNet.of(10), Shape.of(28, 28, 1)).weights());
        assertEquals(
                List.of("1.weight [20, 784]", "1.bias [20]", "3.weight [10, 20]", "3.bias [10]"),
                specs(Mlp.of(10, 20), 28, 28, 1));
    }

    /// Of width w = 8 at t = 5 places with 16 features between: W 3 w², O w², two linear layers of 16 w, each at t places,
    /// and 2 t² w for all pairs of places.
    @Test
    void attentionIsCountedAndCheckpointsAreLookedInto() {
        Layer block = new TransformerBlock(2, 16, AttentionMask.CAUSAL, 1);
        NetworkSummary plain = NetworkSummary.of(block, Shape.of(5, 8));
        assertEquals(5 * (3 * 64 + 64 + 2 * 16 * 8) + 2 * 25 * 8, plain.multiplyAdds());
        assertEquals(plain, NetworkSummary.of(new CheckpointedLayer(block), Shape.of(5, 8)));
        assertEquals(
                plain.multiplyAdds(),
                NetworkSummary.of(Chain.of("block", new CheckpointedLayer(block)), Shape.of(5, 8))
                        .multiplyAdds());
    }

    @Test
    void aLocallyConnectedLayerMultipliesAsOftenAsAConvolution() {
        Shape image = Shape.of(6, 5, 3);
        Layer shared = Conv2d.of(4, 3, Padding.zero(1)).withVariances(1, 1);
        Layer separate = new LocallyConnected(4, 3, 1, Padding.zero(1), 1, 1);
        assertEquals(6 * 5 * 4 * 3 * 9, NetworkSummary.of(shared, image).multiplyAdds());
        assertEquals(6 * 5 * 4 * 3 * 9, NetworkSummary.of(separate, image).multiplyAdds());
    }

    @Test
    void aSummaryIsATable() {
        Layer layer = Chain.of("first", Linear.of(2000)).then("last", new Linear(1, 1, 1));
        assertEquals("""
                path   layer   output  weights  multiply-adds
                first  Linear  [2000]    6,000          6,000
                last   Linear  [1]       2,001          2,000
                total                    8,001          8,000""", NetworkSummary.of(layer, Shape.of(3)).toString());
    }

    @Test
    void namesInAChainDiffer() {
        Chain chain = Chain.of("same", Linear.of(2));
        assertThrows(IllegalArgumentException.class, () -> chain.then("same", Linear.of(2)));
        assertThrows(IllegalArgumentException.class, () -> chain.then("", Linear.of(2)));
    }
}
