package dev.orthant.optimizers.schedule;

import java.util.List;

/// How the learning rate changes with time, as a factor of the rate that the rule was made with.
///
/// Time is counted in whole units from 0, in epochs or in steps: whichever the schedule was written for and the caller
/// counts. Warm-up and one-cycle are usually written in steps. [Plateau] depends on what training achieves and is not a
/// function of time.
///
/// ```java
/// Schedule schedule = new Schedule.WarmUp(2, new Schedule.Cosine(10, 0));
/// IntStream.range(0, 3).mapToObj(schedule::multiplier).toList();  // → [0.5, 1.0, 1.0]
/// Math.round(100 * schedule.multiplier(7));                       // → 50
/// ```
///
/// @since 0.1.0
public sealed interface Schedule {
    /// {@return the factor at a time, at least 0}
    ///
    /// @param time from 0: epochs or steps
    double multiplier(int time);

    /// Always 1.
    ///
    /// ```java
    /// new Schedule.Constant().multiplier(1000);   // → 1.0
    /// ```
    record Constant() implements Schedule {
        @Override
        public double multiplier(int time) {
            return 1;
        }
    }

    /// Multiplied by a factor after each unit of time.
    ///
    ///     multiplier = factorᵗ
    ///
    /// ```java
    /// new Schedule.Exponential(0.5).multiplier(3);    // → 0.125
    /// ```
    ///
    /// @param factor in (0, 1]
    record Exponential(double factor) implements Schedule {
        /// Checks the factor.
        ///
        /// @throws IllegalArgumentException if it is not in (0, 1]
        public Exponential {
            require(factor > 0 && factor <= 1, "exponential", "factor", factor, "lie in (0, 1]");
        }

        @Override
        public double multiplier(int time) {
            return Math.pow(factor, time);
        }
    }

    /// Multiplied by a factor at each milestone.
    ///
    ///     multiplier = factor^(number of milestones ≤ t)
    ///
    /// ```java
    /// Schedule.Step step = new Schedule.Step(List.of(30, 60), 0.5);
    /// step.multiplier(59);    // → 0.5
    /// step.multiplier(60);    // → 0.25
    /// ```
    ///
    /// @param milestones times, ascending
    /// @param factor     in (0, 1]
    record Step(List<Integer> milestones, double factor) implements Schedule {
        /// Keeps a copy of the milestones.
        ///
        /// @throws IllegalArgumentException if they do not ascend, or the factor is not in (0, 1]
        public Step {
            milestones = List.copyOf(milestones);
            require(
                    milestones.stream().sorted().toList().equals(milestones),
                    "step",
                    "milestones",
                    milestones,
                    "ascend");
            require(factor > 0 && factor <= 1, "step", "factor", factor, "lie in (0, 1]");
        }

        @Override
        public double multiplier(int time) {
            long passed =
                    milestones.stream().filter(milestone -> milestone <= time).count();
            return Math.pow(factor, (double) passed);
        }
    }

    /// Half a cosine from 1 down to a floor, which it then keeps.
    ///
    ///     multiplier = f + (1 − f) (1 + cos(π t / T)) / 2,   f from T on
    ///
    /// Source: Loshchilov and Hutter 2017, "SGDR: stochastic gradient descent with warm restarts", equation 5, without
    /// restarts.
    ///
    /// ```java
    /// Schedule.Cosine cosine = new Schedule.Cosine(100, 0.5);
    /// cosine.multiplier(0);       // → 1.0
    /// cosine.multiplier(50);      // → 0.75
    /// cosine.multiplier(200);     // → 0.5
    /// ```
    ///
    /// @param duration T, at least 1
    /// @param floor    f, in [0, 1]
    record Cosine(int duration, double floor) implements Schedule {
        /// Checks the ranges above.
        ///
        /// @throws IllegalArgumentException if the duration is less than 1 or the floor not in [0, 1]
        public Cosine {
            require(duration >= 1, "cosine", "duration", duration, "be at least 1");
            require(floor >= 0 && floor <= 1, "cosine", "floor", floor, "lie in [0, 1]");
        }

        @Override
        public double multiplier(int time) {
            return descent(1, floor, (double) time / duration);
        }
    }

    /// Rises in a line before another schedule begins.
    ///
    ///     multiplier = (t + 1) / n · after(0)   while t < n,   after(t − n) from then on
    ///
    /// Source: Goyal et al. 2017, "Accurate, large minibatch SGD: training ImageNet in 1 hour", section 2.2.
    ///
    /// ```java
    /// Schedule.WarmUp warmUp = new Schedule.WarmUp(4, new Schedule.Exponential(0.5));
    /// warmUp.multiplier(0);   // → 0.25
    /// warmUp.multiplier(3);   // → 1.0
    /// warmUp.multiplier(5);   // → 0.5
    /// ```
    ///
    /// @param duration n, at least 0
    /// @param after    what follows, its time beginning at 0
    record WarmUp(int duration, Schedule after) implements Schedule {
        /// Checks the duration.
        ///
        /// @throws IllegalArgumentException if it is negative
        public WarmUp {
            require(duration >= 0, "warm-up", "duration", duration, "be at least 0");
        }

        @Override
        public double multiplier(int time) {
            return time < duration ? (time + 1.0) / duration * after.multiplier(0) : after.multiplier(time - duration);
        }
    }

    /// One cycle: up along half a cosine to 1, then down along another to far below the beginning.
    ///
    ///     from 1 / first to 1 over the share r of the duration, from 1 to 1 / (first · last) over the rest
    ///
    /// Source: Smith and Topin 2019, "Super-convergence: very fast training of neural networks using large learning rates";
    /// cosines instead of lines and the two divisors as in PyTorch's OneCycleLR.
    ///
    /// ```java
    /// Schedule.OneCycle cycle = new Schedule.OneCycle(10, 0.5, 4, 8);     // the top is at 0.5 · 10 − 1
    /// cycle.multiplier(0);                                                // → 0.25
    /// cycle.multiplier(4);                                                // → 1.0
    /// cycle.multiplier(9);                                                // → 0.03125
    /// ```
    ///
    /// @param duration     T, at least 2
    /// @param rise         r, in (0, 1)
    /// @param firstDivisor at least 1; 25 in PyTorch
    /// @param lastDivisor  at least 1; 1e4 in PyTorch
    record OneCycle(int duration, double rise, double firstDivisor, double lastDivisor) implements Schedule {
        /// Checks the ranges above.
        ///
        /// @throws IllegalArgumentException naming the number that is out of range
        public OneCycle {
            require(duration >= 2, "one cycle", "duration", duration, "be at least 2");
            require(rise > 0 && rise < 1, "one cycle", "rise", rise, "lie in (0, 1)");
            require(firstDivisor >= 1, "one cycle", "first divisor", firstDivisor, "be at least 1");
            require(lastDivisor >= 1, "one cycle", "last divisor", lastDivisor, "be at least 1");
        }

        @Override
        public double multiplier(int time) {
            double top = rise * duration - 1;
            double begin = 1 / firstDivisor;
            return time < top
                    ? descent(begin, 1, time / top)
                    : descent(1, begin / lastDivisor, (time - top) / (duration - 1 - top));
        }
    }

    /// Half a cosine from one value to another as `progress` goes from 0 to 1, constant outside.
    private static double descent(double from, double to, double progress) {
        double within = Math.min(1, Math.max(0, progress));
        return to + (from - to) * (1 + Math.cos(Math.PI * within)) / 2;
    }

    private static void require(boolean holds, String schedule, String name, Object value, String requirement) {
        if (!holds) {
            throw new IllegalArgumentException(
                    schedule + " schedule: the " + name + " is " + value + "; it must " + requirement);
        }
    }
}
