package dev.orthant.experiments.pruning;

import dev.orthant.datasets.prepare.PixelScale;
import dev.orthant.tensor.Tensor;

/// Where images may be moved to: pixels between no ink and full ink, in the standardised units of the network.
///
/// @param lowest  no ink
/// @param highest full ink
record PixelBox(double lowest, double highest) {
    private static final double LEVELS = 255;

    static PixelBox of(PixelScale scale) {
        return new PixelBox(-scale.mean() / scale.deviation(), (1 - scale.mean()) / scale.deviation());
    }

    /// What a change by λ of 255 levels is in these units.
    double units(double lambda) {
        return lambda / LEVELS * (highest - lowest);
    }

    /// Images plus a multiple of the signs of a direction, brought back to within a distance of where they came from and
    /// into the box. A direction of 0 moves nothing.
    ///
    /// @param images    to be moved
    /// @param direction in their shape
    /// @param step      in standardised units
    /// @param origins   where they came from
    /// @param radius    largest change of a pixel, in standardised units
    Tensor moved(Tensor images, Tensor direction, double step, Tensor origins, double radius) {
        float[] moved = images.toArray();
        float[] signs = direction.toArray();
        float[] from = origins.toArray();
        for (int i = 0; i < moved.length; i++) {
            double wanted = moved[i] + step * Math.signum(signs[i]);
            double near = Math.clamp(wanted, from[i] - radius, from[i] + radius);
            moved[i] = (float) Math.clamp(near, lowest, highest);
        }
        return Tensor.wrap(images.shape(), moved);
    }
}
