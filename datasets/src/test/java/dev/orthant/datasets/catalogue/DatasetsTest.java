package dev.orthant.datasets.catalogue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.datasets.Split;
import dev.orthant.tensor.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DatasetsTest {
    @Test
    void digitsNeedNoFolder() throws IOException {
        DataLocations nowhere = new DataLocations(List.of(), Path.of("nowhere"));
        assertEquals(510, Datasets.load("digits", nowhere).test().size());
        assertEquals("bundled", Datasets.where("digits", nowhere).describe());
    }

    @Test
    void anUnknownNameListsTheKnownOnes() {
        var error = assertThrows(IllegalArgumentException.class, () -> Datasets.named("minst"));
        assertEquals(
                "dataset: there is no minst; known are digits, mnist, fashion-mnist, cifar10 and the text shakespeare",
                error.getMessage());
    }

    @Test
    void missingFilesSayWhereTheyWereSoughtAndWhatToDo(@TempDir Path folder) throws IOException {
        Files.createDirectories(folder.resolve("mnist"));
        Files.write(folder.resolve("mnist").resolve("train-images-idx3-ubyte.gz"), new byte[1]);
        var error =
                assertThrows(DatasetMissingException.class, () -> Datasets.load("mnist", DataLocations.only(folder)));
        String text = String.valueOf(error.getMessage());
        assertTrue(text.contains(folder.resolve("mnist") + " (lacks train-labels-idx1-ubyte.gz and "), text);
        assertTrue(text.contains("run `./orthant fetch mnist`, or set ORTHANT_DATA to a folder"), text);
        assertEquals(1, text.lines().count());
    }

    @Test
    void theFirstPlaceThatHasAllFilesIsTaken(@TempDir Path first, @TempDir Path second) throws IOException {
        NamedDataset toy = ToyDataset.named(List.of());
        Path folder = Files.createDirectories(second.resolve("toy"));
        ToyDataset.write(folder);
        DataLocations locations = new DataLocations(
                List.of(new DataLocations.Place("a", first), new DataLocations.Place("b", second)), first);
        assertEquals(new Finding.Found("b", folder), Datasets.where(toy, locations));
        Split split = Datasets.load(toy, locations);
        assertEquals(Shape.of(5, 30), split.train().inputs().shape());
        assertEquals(2, split.test().size());
    }

    @Test
    void theEnvironmentComesFirstThenTheCacheThenDebian() {
        Path home = Path.of("/people/ada");
        DataLocations plain = DataLocations.of(Map.of(DataLocations.VARIABLE, ""), "Linux", home);
        assertEquals(List.of(Path.of("/people/ada/.cache/orthant"), Path.of("/usr/share/datasets")), folders(plain));
        DataLocations set =
                DataLocations.of(Map.of("ORTHANT_DATA", "/data", "XDG_CACHE_HOME", "/cache"), "Linux", home);
        assertEquals(
                List.of(Path.of("/data"), Path.of("/cache/orthant"), Path.of("/usr/share/datasets")), folders(set));
        assertEquals(Path.of("/data"), set.fetchTarget());
        assertEquals(Path.of("/people/ada/.cache/orthant"), plain.fetchTarget());
    }

    @Test
    void macAndWindowsHaveTheirOwnCacheFolders() {
        Path home = Path.of("home");
        assertEquals(
                home.resolve("Library/Caches/orthant"),
                DataLocations.of(Map.of(), "Mac OS X", home).fetchTarget());
        assertEquals(
                Path.of("local").resolve("orthant").resolve("cache"),
                DataLocations.of(Map.of("LOCALAPPDATA", "local"), "Windows 11", home)
                        .fetchTarget());
    }

    @Test
    void theRealFilesOfThisMachineReadAsTheyShould() throws IOException {
        DataLocations locations = DataLocations.ofEnvironment();
        Assumptions.assumeTrue(System.getenv(DataLocations.VARIABLE) != null, "ORTHANT_DATA is not set");
        for (NamedDataset dataset : List.of(NamedDataset.MNIST, NamedDataset.FASHION_MNIST)) {
            Finding.Found found = assertInstanceOf(Finding.Found.class, Datasets.where(dataset, locations));
            for (DatasetFile file : dataset.files()) {
                assertTrue(
                        Digest.wrong(found.folder().resolve(file.packedName()), file)
                                .isEmpty(),
                        file.name());
            }
            Split split = Datasets.load(dataset, locations);
            assertEquals(Shape.of(60_000, 784), split.train().inputs().shape());
            assertEquals(10_000, split.test().size());
        }
    }

    @Test
    void zerosAndOnesOfTheMnistTestAre2115() throws IOException {
        Finding where = Datasets.where("mnist", DataLocations.ofEnvironment());
        Assumptions.assumeTrue(where instanceof Finding.Found, "mnist is not on this machine");
        Split mnist = Datasets.load("mnist", DataLocations.ofEnvironment());
        assertEquals(2_115, mnist.test().withLabels(0, 1).size()); // LeCun et al.: 980 zeros and 1,135 ones
    }

    private static List<Path> folders(DataLocations locations) {
        return locations.places().stream().map(DataLocations.Place::folder).toList();
    }
}
