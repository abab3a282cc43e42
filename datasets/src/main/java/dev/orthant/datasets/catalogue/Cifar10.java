package dev.orthant.datasets.catalogue;

import dev.orthant.datasets.Examples;
import dev.orthant.datasets.Split;
import dev.orthant.datasets.format.CifarFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// CIFAR-10 (Krizhevsky 2009): five files of 10,000 images to learn from and one to be judged by, 32 by 32 in colour,
/// in the folder `cifar-10-batches-bin` that the published archive unpacks to; each may be gzipped (`.bin.gz`).
///
/// One training file is enough: what is lacking is said by [Finding.Partly] and by the name of the examples
/// (`cifar10 (1 of 5 training files)`), so that no table can be mistaken for one of all 50,000 images.
final class Cifar10 {
    static final String NAME = "cifar10";
    static final String FOLDER = "cifar-10-batches-bin";

    private static final List<String> TRAIN = IntStream.rangeClosed(1, 5)
            .mapToObj(number -> "data_batch_" + number + ".bin")
            .toList();
    private static final String TEST = "test_batch.bin";

    private Cifar10() {}

    static Finding where(DataLocations locations) {
        List<String> searched = new ArrayList<>();
        for (DataLocations.Place place : locations.places()) {
            Path folder = place.folder().resolve(FOLDER);
            List<String> lacking =
                    TRAIN.stream().filter(file -> !isThere(folder, file)).toList();
            if (isThere(folder, TEST) && lacking.isEmpty()) {
                return new Finding.Found(place.origin(), folder);
            }
            if (isThere(folder, TEST) && lacking.size() < TRAIN.size()) {
                return new Finding.Partly(place.origin(), folder, lacking);
            }
            searched.add(
                    Files.isDirectory(folder)
                            ? folder + " (lacks " + (isThere(folder, TEST) ? "every data_batch" : TEST) + ")"
                            : folder.toString());
        }
        return new Finding.Missing(searched);
    }

    static Split load(DataLocations locations) throws IOException {
        return switch (where(locations)) {
            case Finding.Found(String origin, Path folder) -> read(NAME, folder);
            case Finding.Partly(String origin, Path folder, List<String> lacking) ->
                read(
                        NAME + " (" + (TRAIN.size() - lacking.size()) + " of " + TRAIN.size() + " training files)",
                        folder);
            case Finding.Missing missing -> throw missing(missing);
            case Finding.Bundled() -> throw new AssertionError("CIFAR-10 is never bundled");
        };
    }

    private static Split read(String name, Path folder) throws IOException {
        Path[] train = TRAIN.stream()
                .filter(file -> isThere(folder, file))
                .map(file -> onDisk(folder, file))
                .toArray(Path[]::new);
        Examples test = CifarFile.read(NAME, onDisk(folder, TEST));
        return new Split(CifarFile.readAll(name, train), test);
    }

    private static DatasetMissingException missing(Finding.Missing missing) {
        return new DatasetMissingException("dataset " + NAME + ": " + missing.describe() + "; set "
                + DataLocations.VARIABLE + " to a folder that has " + FOLDER + "/" + TRAIN.getFirst() + " and " + TEST
                + " (plain or .gz), as the published cifar-10-binary.tar.gz unpacks to");
    }

    private static boolean isThere(Path folder, String file) {
        return Files.isRegularFile(onDisk(folder, file));
    }

    private static Path onDisk(Path folder, String file) {
        Path packed = folder.resolve(file + ".gz");
        return Files.exists(packed) ? packed : folder.resolve(file);
    }
}
