package dev.orthant.datasets.catalogue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.datasets.CharacterText;
import dev.orthant.datasets.Split;
import dev.orthant.datasets.format.CifarBytes;
import dev.orthant.datasets.format.IdxBytes;
import dev.orthant.tensor.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CifarAndTextTest {
    @Test
    void oneTrainingFileIsEnoughAndTheNameSaysSo(@TempDir Path root) throws IOException {
        Path folder = Files.createDirectories(root.resolve("cifar-10-batches-bin"));
        Files.write(folder.resolve("data_batch_1.bin.gz"), IdxBytes.gzipped(CifarBytes.images(1, 2, 3)));
        Files.write(folder.resolve("test_batch.bin"), CifarBytes.images(4));
        Split split = Datasets.load("cifar10", DataLocations.only(root));
        assertEquals("cifar10 (1 of 5 training files)", split.train().name());
        assertEquals(Shape.of(3, 32, 32, 3), split.train().inputs().shape());
        assertEquals("cifar10", split.test().name());
        assertEquals(
                folder
                        + " (given folder; lacks data_batch_2.bin, data_batch_3.bin, data_batch_4.bin, data_batch_5.bin)",
                Datasets.where("cifar10", DataLocations.only(root)).describe());
    }

    @Test
    void allFilesTogetherAreCalledByTheirName(@TempDir Path root) throws IOException {
        Path folder = Files.createDirectories(root.resolve("cifar-10-batches-bin"));
        for (int i = 1; i <= 5; i++) {
            Files.write(folder.resolve("data_batch_" + i + ".bin"), CifarBytes.images(i, i));
        }
        Files.write(folder.resolve("test_batch.bin"), CifarBytes.images(4));
        Split split = Datasets.load("cifar10", DataLocations.only(root));
        assertEquals("cifar10", split.train().name());
        assertEquals(10, split.train().size());
        assertEquals(5, split.train().label(9));
    }

    @Test
    void whatIsMissingSaysWhatToDo(@TempDir Path root) throws IOException {
        Path folder = Files.createDirectories(root.resolve("cifar-10-batches-bin"));
        Files.write(folder.resolve("data_batch_1.bin"), CifarBytes.images(1));
        String images = message("cifar10", root);
        assertTrue(images.contains(folder + " (lacks test_batch.bin); set ORTHANT_DATA to a folder"), images);
        var text = assertThrows(
                DatasetMissingException.class, () -> Datasets.text("shakespeare", DataLocations.only(root)));
        assertTrue(String.valueOf(text.getMessage()).contains("tinyshakespeare/input.txt"), text::getMessage);
        assertThrows(IllegalArgumentException.class, () -> Datasets.load("shakespeare", DataLocations.only(root)));
        assertThrows(IllegalArgumentException.class, () -> Datasets.text("goethe", DataLocations.only(root)));
        assertThrows(IllegalArgumentException.class, () -> Datasets.named("cifar10"));
    }

    @Test
    void theRealImagesReadAsTheyShould() throws IOException {
        DataLocations locations = DataLocations.ofEnvironment();
        Assumptions.assumeFalse(
                Datasets.where("cifar10", locations) instanceof Finding.Missing, "cifar10 is not on this machine");
        Split split = Datasets.load("cifar10", locations);
        assertEquals(0, split.train().size() % 10_000);
        assertEquals(
                List.of(1_000, 1_000, 1_000, 1_000, 1_000, 1_000, 1_000, 1_000, 1_000, 1_000),
                split.test().classIndices().stream()
                        .map(indices -> indices.length)
                        .toList());
        double sum = 0;
        for (float value : split.test().inputs().span().array()) {
            sum += value;
        }
        // Published per channel of the training images: 0.4914, 0.4822, 0.4465, together 0.4734. A pixel deviates by
        // 0.25 and an image's mean by less, so 10,000 images are within five standard errors of 0.0025.
        assertEquals(0.4734, sum / 255 / split.test().inputs().size(), 0.0125);
    }

    @Test
    void theRealTextHas65Characters() throws IOException {
        DataLocations locations = DataLocations.ofEnvironment();
        Assumptions.assumeTrue(
                Datasets.where("shakespeare", locations) instanceof Finding.Found, "shakespeare is not here");
        CharacterText text = Datasets.text("shakespeare", locations);
        assertEquals(1_115_394, text.size());
        assertEquals(65, text.alphabet().length());
        assertEquals("First Citizen:", text.decode(text.codes(0, 14)));
    }

    private static String message(String name, Path root) {
        return String.valueOf(
                assertThrows(DatasetMissingException.class, () -> Datasets.load(name, DataLocations.only(root)))
                        .getMessage());
    }
}
