package dev.orthant.experiments.report;

import java.io.IOException;
import java.util.Optional;

/// Draws a [Figure] as SVG and PNG.
///
/// The SVG is text and can be drawn anywhere; the PNG needs the JDK's fonts and is absent on a machine without any.
final class Drawing {
    private Drawing() {}

    /// The two forms of one picture.
    record Picture(String svg, Optional<byte[]> png) {}

    static Picture draw(Figure figure) throws IOException {
        Plot plot = new Plot(figure);
        SvgCanvas canvas = new SvgCanvas();
        plot.draw(canvas);
        return new Picture(canvas.svg(figure, plot.height()), png(plot));
    }

    private static Optional<byte[]> png(Plot plot) throws IOException {
        try {
            PngCanvas canvas = new PngCanvas(plot.height());
            plot.draw(canvas);
            return Optional.of(canvas.png());
        } catch (LinkageError | InternalError noFonts) {
            return Optional.empty();
        }
    }
}
