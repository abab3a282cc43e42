package dev.orthant.experiments.report;

import dev.orthant.experiments.report.Canvas.Point;
import java.util.ArrayList;
import java.util.List;

/// A line of many points as one of fewer that looks the same: of the points that fall into one column of half a unit, the
/// first, the lowest, the highest and the last are kept, in their order.
final class Thinning {
    /// Shorter lines are left alone.
    private static final int ENOUGH = 200;

    private Thinning() {}

    static List<Point> of(List<Point> points) {
        if (points.size() <= ENOUGH) {
            return List.copyOf(points);
        }
        List<Point> kept = new ArrayList<>();
        int start = 0;
        for (int i = 1; i <= points.size(); i++) {
            if (i == points.size() || column(points.get(i)) != column(points.get(start))) {
                keep(points.subList(start, i), kept);
                start = i;
            }
        }
        return kept;
    }

    private static void keep(List<Point> column, List<Point> kept) {
        int lowest = 0;
        int highest = 0;
        for (int i = 1; i < column.size(); i++) {
            lowest = column.get(i).y() > column.get(lowest).y() ? i : lowest;
            highest = column.get(i).y() < column.get(highest).y() ? i : highest;
        }
        int last = column.size() - 1;
        int[] order = {0, Math.min(lowest, highest), Math.max(lowest, highest), last};
        for (int k = 0; k < order.length; k++) {
            if (k == 0 || order[k] != order[k - 1]) {
                kept.add(column.get(order[k]));
            }
        }
    }

    private static long column(Point point) {
        return Math.round(point.x() * 2);
    }
}
