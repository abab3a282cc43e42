package dev.orthant.datasets.prepare;

import dev.orthant.datasets.Examples;
import dev.orthant.tensor.Tensor;

/// Pixel scaling, the same for all pixels.
///
///     x = (p / largest − mean) / deviation
///
/// The constants are the mean and standard deviation of all training pixels after the division, rounded to four
/// digits as the literature quotes them. They belong to the training part; the test part is scaled by the same.
///
/// ```java
/// Examples image = Examples.of("paper and ink", Tensor.of(Shape.of(1, 2), 0, 255), new int[] {7}, 10);
/// Tensor scaled = PixelScale.MNIST.apply(image).inputs();
/// scaled.at(0, 0);            // → -0.4242…
/// scaled.at(0, 1);            // → 2.821…
/// PixelScale.of("imagenet");  // throws IllegalArgumentException
/// ```
///
/// @param largest   the value of full ink, positive
/// @param mean      subtracted after the division
/// @param deviation divided by last, positive
/// @since 0.1.0
public record PixelScale(double largest, double mean, double deviation) {
    /// MNIST: 0.1307 and 0.3081, as in PyTorch's MNIST example; measured on the 60,000: 0.13066, 0.30811.
    public static final PixelScale MNIST = new PixelScale(255, 0.1307, 0.3081);

    /// Fashion-MNIST: measured on the 60,000 training images: 0.28604, 0.35302.
    public static final PixelScale FASHION_MNIST = new PixelScale(255, 0.2860, 0.3530);

    /// The bundled digits: measured on the 1,287 training images: 0.30585, 0.37552.
    public static final PixelScale DIGITS = new PixelScale(16, 0.3059, 0.3755);

    /// CIFAR-10, all three channels alike: what follows from the means 0.4914, 0.4822, 0.4465 and deviations 0.2470,
    /// 0.2435, 0.2616 that the literature quotes per channel of the 50,000 (their mean; the root of the mean variance
    /// plus the variance of the means).
    public static final PixelScale CIFAR10 = new PixelScale(255, 0.4734, 0.2516);

    /// Checks the constants.
    ///
    /// @throws IllegalArgumentException if one is not finite, or a divisor not positive
    public PixelScale {
        if (!(largest > 0 && deviation > 0 && Double.isFinite(largest + deviation) && Double.isFinite(mean))) {
            throw new IllegalArgumentException("pixel scale: largest is " + largest + ", mean " + mean
                    + " and deviation " + deviation + "; all must be finite, the first and the last positive");
        }
    }

    /// {@return the scale of a data set of the catalogue: `digits`, `mnist`, `fashion-mnist` or `cifar10`}
    ///
    /// @param dataset its name in the catalogue
    /// @throws IllegalArgumentException for any other name
    public static PixelScale of(String dataset) {
        return switch (dataset) {
            case "digits" -> DIGITS;
            case "mnist" -> MNIST;
            case "fashion-mnist" -> FASHION_MNIST;
            case "cifar10" -> CIFAR10;
            default ->
                throw new IllegalArgumentException("pixel scale: no constants are known for " + dataset
                        + "; digits, mnist, fashion-mnist and cifar10 have some");
        };
    }

    /// {@return the scaled examples; same labels}
    ///
    /// @param examples with pixels in [0, largest]; not changed
    public Examples apply(Examples examples) {
        float[] values = examples.inputs().toArray();
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) ((values[i] / largest - mean) / deviation);
        }
        return examples.withInputs(Tensor.wrap(examples.inputs().shape(), values));
    }
}
