package dev.orthant.experiments.margins;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Points (x, y) with positive x, read as a curve that is straight between them over log x.
///
/// @param points ascending in x
record LogCurve(List<Point> points) {
    /// @param x more than 0
    record Point(double x, double y) {}

    LogCurve {
        points = points.stream().sorted(Comparator.comparingDouble(Point::x)).toList();
    }

    double first() {
        return points.getFirst().x();
    }

    double last() {
        return points.getLast().x();
    }

    /// Height over an x between the first and the last.
    double at(double x) {
        for (int i = 1; i < points.size(); i++) {
            Point left = points.get(i - 1);
            Point right = points.get(i);
            if (x <= right.x()) {
                double span = Math.log(right.x() / left.x());
                double share = span > 0 ? Math.log(x / left.x()) / span : 0;
                return left.y() + share * (right.y() - left.y());
            }
        }
        return points.getLast().y();
    }

    /// Mean absolute difference of two curves over the x that both cover, evenly in log x; NaN where they share none.
    double distance(LogCurve other) {
        if (points.isEmpty() || other.points.isEmpty()) {
            return Double.NaN;
        }
        double from = Math.max(first(), other.first());
        double to = Math.min(last(), other.last());
        if (!(to > from)) {
            return Double.NaN;
        }
        int steps = 100;
        double sum = 0;
        for (int i = 0; i <= steps; i++) {
            double x = from * Math.pow(to / from, (double) i / steps);
            sum += Math.abs(at(x) - other.at(x));
        }
        return sum / (steps + 1);
    }

    /// Spearman's rank correlation of y with x: the correlation of their ranks, ties sharing the mean of their ranks. NaN for
    /// fewer than two points, or where all y are equal.
    double rankCorrelation() {
        List<Double> x = ranks(points.stream().map(Point::x).toList());
        List<Double> y = ranks(points.stream().map(Point::y).toList());
        double mean = (points.size() - 1) / 2.0;
        double xy = 0;
        double xx = 0;
        double yy = 0;
        for (int i = 0; i < points.size(); i++) {
            xy += (x.get(i) - mean) * (y.get(i) - mean);
            xx += Math.pow(x.get(i) - mean, 2);
            yy += Math.pow(y.get(i) - mean, 2);
        }
        return xy / Math.sqrt(xx * yy);
    }

    private static List<Double> ranks(List<Double> numbers) {
        List<Double> ranks = new ArrayList<>();
        for (double each : numbers) {
            long below = numbers.stream().filter(other -> other < each).count();
            long equal = numbers.stream().filter(other -> other == each).count();
            ranks.add(below + (equal - 1) / 2.0);
        }
        return ranks;
    }
}
