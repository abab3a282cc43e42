package dev.orthant.datasets.catalogue;

import java.net.URI;
import java.util.List;

/// A data set of labelled images in four idx files, and where they can be had.
///
/// ```java
/// NamedDataset mnist = NamedDataset.MNIST;
/// mnist.trainImages().size() == 16 + 60_000 * 28 * 28;                        // → true
/// mnist.files().stream().map(DatasetFile::packedName).toList().getLast();     // → t10k-labels-idx1-ubyte.gz
/// mnist.withMirrors(List.of()).files().equals(mnist.files());                 // → true
/// ```
///
/// @param name        of the data set and of its folder; letters, digits, `.`, `_` and `-`
/// @param classes     number of classes
/// @param trainImages to learn from
/// @param trainLabels of `trainImages`
/// @param testImages  to be judged by
/// @param testLabels  of `testImages`
/// @param mirrors     addresses that end in `/`; a file is at mirror + `name.gz`; tried in order
/// @since 0.1.0
public record NamedDataset(
        String name,
        int classes,
        DatasetFile trainImages,
        DatasetFile trainLabels,
        DatasetFile testImages,
        DatasetFile testLabels,
        List<URI> mirrors) {
    private static final int CLASSES = 10;
    private static final long LABELS_HEADER = 8;
    private static final long IMAGES_HEADER = 16;
    private static final long PIXELS = 28 * 28;

    /// LeCun, Cortes and Burges 1998: 60,000 and 10,000 handwritten digits, 28 by 28.
    public static final NamedDataset MNIST = of(
            "mnist",
            List.of(
                    "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
                    "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
                    "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
                    "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"),
            "https://storage.googleapis.com/cvdf-datasets/mnist/",
            "https://ossci-datasets.s3.amazonaws.com/mnist/");

    /// Xiao, Rasul and Vollgraf 2017 (MIT licence): 60,000 and 10,000 images of clothes in the format of MNIST. The
    /// first mirror is the authors' and has no TLS; what is fetched is checked by its digest either way.
    public static final NamedDataset FASHION_MNIST = of(
            "fashion-mnist",
            List.of(
                    "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
                    "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
                    "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
                    "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34"),
            "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
            "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/");

    /// Keeps a copy of the list of mirrors.
    ///
    /// @throws IllegalArgumentException if the name could lead out of a folder
    public NamedDataset {
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
            throw new IllegalArgumentException(
                    "dataset: the name " + name + " came; a plain name is required, because it is that of a folder");
        }
        mirrors = List.copyOf(mirrors);
    }

    /// {@return the four files, training first}
    public List<DatasetFile> files() {
        return List.of(trainImages, trainLabels, testImages, testLabels);
    }

    /// {@return the same data set from elsewhere}
    ///
    /// @param others addresses that end in `/`, tried in order
    public NamedDataset withMirrors(List<URI> others) {
        return new NamedDataset(name, classes, trainImages, trainLabels, testImages, testLabels, others);
    }

    private static NamedDataset of(String name, List<String> digests, String... mirrors) {
        return new NamedDataset(
                name,
                CLASSES,
                new DatasetFile("train-images-idx3-ubyte", IMAGES_HEADER + 60_000 * PIXELS, digests.get(0)),
                new DatasetFile("train-labels-idx1-ubyte", LABELS_HEADER + 60_000, digests.get(1)),
                new DatasetFile("t10k-images-idx3-ubyte", IMAGES_HEADER + 10_000 * PIXELS, digests.get(2)),
                new DatasetFile("t10k-labels-idx1-ubyte", LABELS_HEADER + 10_000, digests.get(3)),
                List.of(mirrors).stream().map(URI::create).toList());
    }
}
