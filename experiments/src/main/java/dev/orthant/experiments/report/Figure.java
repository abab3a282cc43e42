package dev.orthant.experiments.report;

import java.util.List;

/// A figure to be drawn: curves over a logarithmic or linear axis.
///
/// @param title      above it
/// @param xAxis      what runs along the bottom
/// @param yAxis      what runs up the side
/// @param logarithmic whether x is drawn logarithmically; then every x is more than 0
/// @param yMin       lower end of the y axis
/// @param yMax       its upper end
/// @param curves     drawn in this order
public record Figure(
        String title, String xAxis, String yAxis, boolean logarithmic, double yMin, double yMax, List<Curve> curves) {
    public Figure {
        curves = List.copyOf(curves);
    }

    /// A figure whose y axis begins at 0.
    public Figure(String title, String xAxis, String yAxis, boolean logarithmic, double yMax, List<Curve> curves) {
        this(title, xAxis, yAxis, logarithmic, 0, yMax, curves);
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
    /// @param below  how far the error bars reach down from y, one per point; empty for none
    /// @param above  how far they reach up
    public record Curve(
            String name, Style style, List<Double> x, List<Double> y, List<Double> below, List<Double> above) {
        public Curve {
            x = List.copyOf(x);
            y = List.copyOf(y);
            below = List.copyOf(below);
            above = List.copyOf(above);
            if (x.size() != y.size()
                    || below.size() != above.size()
                    || !(below.isEmpty() || below.size() == x.size())) {
                throw new IllegalArgumentException("curve " + name + ": " + x.size() + " x, " + y.size() + " y, "
                        + below.size() + " and " + above.size() + " error bars came; as many are required");
            }
        }

        /// Error bars that reach as far up as down.
        ///
        /// @param spread half their length, one per point; empty for none
        public Curve(String name, Style style, List<Double> x, List<Double> y, List<Double> spread) {
            this(name, style, x, y, spread, spread);
        }
    }
}
