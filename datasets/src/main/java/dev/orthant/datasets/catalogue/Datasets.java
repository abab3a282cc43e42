package dev.orthant.datasets.catalogue;

import dev.orthant.datasets.CharacterText;
import dev.orthant.datasets.Examples;
import dev.orthant.datasets.Split;
import dev.orthant.datasets.format.IdxExamples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Data sets by name. Nothing here touches the network; see [Fetch] for that.
///
/// ```java
/// Datasets.names();                                                   // → [digits, mnist, fashion-mnist, cifar10]
/// Split digits = Datasets.load("digits", DataLocations.ofEnvironment());
/// digits.train().inputs().shape();                                    // → [1287, 64]
/// Path file = Files.createDirectories(folder.resolve("tinyshakespeare")).resolve("input.txt");
/// Files.writeString(file, "First Citizen:");
/// Datasets.text("shakespeare", DataLocations.only(folder)).size();    // → 14
/// ```
///
/// @since 0.1.0
public final class Datasets {
    /// The data set that needs no file.
    public static final String DIGITS = "digits";

    private Datasets() {}

    /// {@return all names of images with labels, which [#load] knows, the bundled one first}
    public static List<String> names() {
        return List.of(DIGITS, NamedDataset.MNIST.name(), NamedDataset.FASHION_MNIST.name(), Cifar10.NAME);
    }

    /// {@return all names of texts, which [#text] knows}
    public static List<String> textNames() {
        return List.of(Shakespeare.NAME);
    }

    /// {@return the files and mirrors of a data set that can be fetched}
    ///
    /// @param name `mnist` or `fashion-mnist`
    /// @throws IllegalArgumentException if there is no such data set, it is bundled, or has to be put there by hand
    public static NamedDataset named(String name) {
        return switch (name) {
            case "mnist" -> NamedDataset.MNIST;
            case "fashion-mnist" -> NamedDataset.FASHION_MNIST;
            case DIGITS ->
                throw new IllegalArgumentException("dataset: digits is bundled and has no files; load it as it is");
            case Cifar10.NAME, Shakespeare.NAME ->
                throw new IllegalArgumentException("dataset: " + name + " is published in a form that is not fetched;"
                        + " put its files into a folder named by " + DataLocations.VARIABLE);
            default ->
                throw new IllegalArgumentException("dataset: there is no " + name + "; known are "
                        + String.join(", ", names()) + " and the text " + String.join(", ", textNames()));
        };
    }

    /// Reads a data set. Of CIFAR-10 some training files may be lacking; the name of the examples says so.
    ///
    /// @param name      one of [#names]
    /// @param locations where its files are looked for
    /// @return inputs `[n, pixels]`, those of CIFAR-10 `[n, 32, 32, 3]`; the pixel values as stored, not scaled (see
    ///     `PixelScale`)
    /// @throws DatasetMissingException  if its files are in none of the places
    /// @throws IllegalArgumentException if there is no data set of this name
    /// @throws IOException              if a file cannot be read or is damaged
    public static Split load(String name, DataLocations locations) throws IOException {
        return switch (name) {
            case DIGITS -> Digits.split();
            case Cifar10.NAME -> Cifar10.load(locations);
            case Shakespeare.NAME ->
                throw new IllegalArgumentException(
                        "dataset: shakespeare is a text and has no labels; read it with Datasets.text");
            default -> load(named(name), locations);
        };
    }

    /// Reads a text, character by character.
    ///
    /// @param name      one of [#textNames]
    /// @param locations where its file is looked for
    /// @return all of the text
    /// @throws DatasetMissingException  if its file is in none of the places
    /// @throws IllegalArgumentException if there is no text of this name
    /// @throws IOException              if the file cannot be read or is not UTF-8
    public static CharacterText text(String name, DataLocations locations) throws IOException {
        if (!name.equals(Shakespeare.NAME)) {
            throw new IllegalArgumentException(
                    "text: there is no " + name + "; known are " + String.join(", ", textNames()));
        }
        return Shakespeare.load(locations);
    }

    /// Reads a data set that is not in the list of names.
    ///
    /// @param dataset   its files and their digests
    /// @param locations where they are looked for
    /// @return inputs `[n, pixels]`, the pixel values as stored
    /// @throws DatasetMissingException if its files are in none of the places
    /// @throws IOException             if a file cannot be read or is damaged
    public static Split load(NamedDataset dataset, DataLocations locations) throws IOException {
        return switch (where(dataset, locations)) {
            case Finding.Bundled() -> throw new AssertionError("a data set with files is never bundled");
            case Finding.Partly partly -> throw new AssertionError("idx files are of use only together");
            case Finding.Found(String origin, Path folder) -> read(dataset, folder);
            case Finding.Missing missing -> throw missing(dataset, missing);
        };
    }

    /// {@return where a data set or a text is: the first place that holds its files}
    ///
    /// @param name      one of [#names] or [#textNames]
    /// @param locations the places
    /// @throws IllegalArgumentException if there is no data set of this name
    public static Finding where(String name, DataLocations locations) {
        return switch (name) {
            case DIGITS -> new Finding.Bundled();
            case Cifar10.NAME -> Cifar10.where(locations);
            case Shakespeare.NAME -> Shakespeare.where(locations);
            default -> where(named(name), locations);
        };
    }

    /// {@return where a data set is: the first place that holds all of its files}
    ///
    /// @param dataset   its files; only their names are looked at
    /// @param locations the places
    public static Finding where(NamedDataset dataset, DataLocations locations) {
        List<String> searched = new ArrayList<>();
        for (DataLocations.Place place : locations.places()) {
            Path folder = place.folder().resolve(dataset.name());
            List<String> lacking = dataset.files().stream()
                    .filter(file -> !Files.isRegularFile(onDisk(folder, file)))
                    .map(DatasetFile::packedName)
                    .toList();
            if (lacking.isEmpty()) {
                return new Finding.Found(place.origin(), folder);
            }
            boolean partly = lacking.size() < dataset.files().size();
            searched.add(partly ? folder + " (lacks " + String.join(" and ", lacking) + ")" : folder.toString());
        }
        return new Finding.Missing(searched);
    }

    private static Split read(NamedDataset dataset, Path folder) throws IOException {
        return new Split(
                read(dataset, onDisk(folder, dataset.trainImages()), onDisk(folder, dataset.trainLabels())),
                read(dataset, onDisk(folder, dataset.testImages()), onDisk(folder, dataset.testLabels())));
    }

    private static Examples read(NamedDataset dataset, Path images, Path labels) throws IOException {
        return IdxExamples.read(dataset.name(), images, labels, dataset.classes());
    }

    private static Path onDisk(Path folder, DatasetFile file) {
        Path packed = folder.resolve(file.packedName());
        return Files.exists(packed) ? packed : folder.resolve(file.name());
    }

    private static DatasetMissingException missing(NamedDataset dataset, Finding.Missing missing) {
        return new DatasetMissingException("dataset " + dataset.name() + ": " + missing.describe()
                + "; run `./orthant fetch " + dataset.name() + "`, or set " + DataLocations.VARIABLE
                + " to a folder that has " + dataset.name() + "/"
                + dataset.trainImages().packedName()
                + " and the other three files");
    }
}
