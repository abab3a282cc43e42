package dev.orthant.experiments.report;

import java.util.List;

/// What a figure is drawn on. Units are those of [Plot]; y grows downwards.
interface Canvas {
    /// A place on the canvas.
    record Point(double x, double y) {}

    /// Where a text stands, seen from its point.
    enum Align {
        START,
        MIDDLE,
        END
    }

    /// What a text is.
    enum Words {
        TITLE,
        LABEL
    }

    /// What a line is: this decides its width and dashes.
    enum Role {
        GRID,
        AXIS,
        LEVEL,
        OURS,
        PUBLISHED,
        SPREAD,
        ROUND_DOTS,
        SQUARE_DOTS
    }

    /// @param role   what the line is
    /// @param colour number of the curve's colour; without meaning for the first three roles
    record Ink(Role role, int colour) {}

    void text(String text, Point at, Align align, Words words);

    /// A broken line through these points, or one dot at each if the ink's role is dots.
    void line(Ink ink, List<Point> points);

    /// Draws only what lies inside, until [#everywhere].
    void inside(Point corner, double width, double height);

    void everywhere();
}
