package dev.orthant.experiments.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageIO;

/// Draws PNG, two pixels a unit, with the light colours of `figure.css`. Needs the JDK's fonts.
final class PngCanvas implements Canvas {
    private static final int SCALE = 2;
    private static final Color TEXT = new Color(0x1c1e21);
    private static final Color MUTED = new Color(0x55595e);
    private static final Color GRID = new Color(0xe3e5e8);
    private static final Color AXIS = new Color(0x8a8f96);
    static final List<Color> COLOURS = List.of(
            new Color(0x0068a8),
            new Color(0xc24a00),
            new Color(0x007a5a),
            new Color(0xa8447f),
            new Color(0x8a6500),
            new Color(0x5a5fc7));

    private final BufferedImage image;
    private final Graphics2D graphics;

    PngCanvas(int height) {
        image = new BufferedImage(SCALE * Plot.WIDTH, SCALE * height, BufferedImage.TYPE_INT_RGB);
        graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
        graphics.scale(SCALE, SCALE);
    }

    byte[] png() throws IOException {
        graphics.dispose();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        return bytes.toByteArray();
    }

    @Override
    public void text(String text, Point at, Align align, Words words) {
        boolean title = words == Words.TITLE;
        graphics.setFont(new Font(Font.SANS_SERIF, title ? Font.BOLD : Font.PLAIN, 1)
                .deriveFont((float) (title ? Plot.TITLE_SIZE : Plot.LABEL_SIZE)));
        graphics.setColor(title ? TEXT : MUTED);
        double width = graphics.getFontMetrics().getStringBounds(text, graphics).getWidth();
        double shift = switch (align) {
            case START -> 0;
            case MIDDLE -> width / 2;
            case END -> width;
        };
        graphics.drawString(text, (float) (at.x() - shift), (float) at.y());
    }

    @Override
    public void line(Ink ink, List<Point> points) {
        Path2D path = new Path2D.Double();
        boolean dots = ink.role() == Role.ROUND_DOTS || ink.role() == Role.SQUARE_DOTS;
        for (int i = 0; i < points.size(); i++) {
            if (i == 0 || dots) {
                path.moveTo(points.get(i).x(), points.get(i).y());
            }
            path.lineTo(points.get(i).x(), points.get(i).y());
        }
        graphics.setColor(
                switch (ink.role()) {
                    case GRID -> GRID;
                    case AXIS, LEVEL -> AXIS;
                    default -> COLOURS.get(ink.colour());
                });
        graphics.setStroke(stroke(ink.role()));
        graphics.draw(path);
    }

    private static BasicStroke stroke(Role role) {
        return switch (role) {
            case GRID, AXIS, LEVEL -> new BasicStroke(1);
            case SPREAD -> new BasicStroke(1.2f);
            case OURS -> new BasicStroke(2, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
            case PUBLISHED ->
                new BasicStroke(1.4f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, new float[] {5, 4}, 0);
            case ROUND_DOTS -> new BasicStroke(6.5f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
            case SQUARE_DOTS -> new BasicStroke(6, BasicStroke.CAP_SQUARE, BasicStroke.JOIN_MITER);
        };
    }

    @Override
    public void inside(Point corner, double width, double height) {
        graphics.setClip(new Rectangle2D.Double(corner.x(), corner.y(), width, height));
    }

    @Override
    public void everywhere() {
        graphics.setClip(null);
    }
}
