package dev.orthant.layers.export;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.layers.Conv2d;
import dev.orthant.layers.Initialiser;
import dev.orthant.layers.Layer;
import dev.orthant.layers.Network;
import dev.orthant.tensor.Padding;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.random.Streams;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/// What another runtime makes of exported models is tested where it is installed, in the module `quality`.
final class OnnxModelTest {
    @Test
    void messagesAreThoseOfTheProtocolBuffersDocumentation() {
        assertEquals("089601", hex(new ProtobufMessage().number(1, 150)));
        assertEquals("120774657374696e67", hex(new ProtobufMessage().text(2, "testing")));
        assertEquals("1a03089601", hex(new ProtobufMessage().message(3, new ProtobufMessage().number(1, 150))));
        assertEquals("08ffffffffffffffffff01", hex(new ProtobufMessage().number(1, -1)));
        assertEquals("150000803f", hex(new ProtobufMessage().float32(2, 1)));
        assertEquals("a00107", hex(new ProtobufMessage().number(20, 7)));
    }

    @Test
    void theSameNetworkGivesTheSameBytes() {
        Network network = network(Padding.zero(1));
        assertArrayEquals(OnnxModel.bytes(network), OnnxModel.bytes(network));
    }

    @Test
    void whoReadsAModelNeedNotKnowOfWinograd() {
        Network direct = network(Padding.zero(1));
        Layer fast = Conv2d.of(1, 3, Padding.zero(1)).withWinograd();
        assertArrayEquals(
                OnnxModel.bytes(direct), OnnxModel.bytes(new Network(fast, Shape.of(4, 4, 1), direct.weights())));
    }

    @Test
    void anOperationThatIsNotExportedIsNamed() {
        Network network = network(Padding.circular(1));
        var error = assertThrows(IllegalArgumentException.class, () -> OnnxModel.bytes(network));
        String text = String.valueOf(error.getMessage());
        assertTrue(text.startsWith("onnx: the operation Conv2d[") && text.contains("Circular"), text);
    }

    private static Network network(Padding padding) {
        return Network.create(Conv2d.of(1, 3, padding), Shape.of(4, 4, 1), new Initialiser.Prior(), Streams.ofSeed(1));
    }

    private static String hex(ProtobufMessage message) {
        return HexFormat.of().formatHex(message.toByteArray());
    }
}
