package dev.orthant.experiments.report;

import java.util.List;

/// A figure to be drawn: curves over a logarithmic or linear axis.
///
/// @param title      above it
/// @param xAxis      what runs along the bottom
/// @param yAxis      what runs up the side
/// @param logarithmic whether x is drawn logarithmically; then every x is more than 0
/// @param yMax       upper end of the y axis, which begins at 0
/// @param curves     drawn in this order
public record Figure(String title, String xAxis, String yAxis, boolean logarithmic, double yMax, List<Curve> curves) {
    public Figure {
        curves = List.copyOf(curves);
    }

    /// How a curve is drawn.
    public enum Style {
        /// This run: thick, with markers.
        OURS,
        /// The paper's numbers: thin and dashed, in the colour of the curve before it.
        PUBLISHED,
        /// A level to compare with: thin and grey.
        LEVEL
    }

    /// @param name   in the legend
    /// @param style  how it is drawn
    /// @param x      one per point
    /// @param y      one per point
    /// @param spread half the length of the error bars, one per point; empty for none
    public record Curve(String name, Style style, List<Double> x, List<Double> y, List<Double> spread) {
        public Curve {
            x = List.copyOf(x);
            y = List.copyOf(y);
            spread = List.copyOf(spread);
            if (x.size() != y.size() || !(spread.isEmpty() || spread.size() == x.size())) {
                throw new IllegalArgumentException("curve " + name + ": " + x.size() + " x, " + y.size() + " y and "
                        + spread.size() + " spreads came; as many are required");
            }
        }
    }
}
