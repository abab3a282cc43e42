package dev.orthant.optimizers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.tensor.Shape;
import dev.orthant.tensor.random.Streams;
import dev.orthant.tensor.weights.Role;
import dev.orthant.tensor.weights.Weight;
import dev.orthant.tensor.weights.Weights;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/// What each rule remembers, in numbers of 32 bits per weight: printed, and checked where a paper claims it.
class StateSizesTest {
    private static final int NEURONS = 300;
    private static final int INPUTS = 400;

    private static Weights weights() {
        Streams streams = Streams.ofSeed(1);
        return Weights.of(List.of(new Weight("0.weight", Role.MATRIX, streams.gaussian(Shape.of(NEURONS, INPUTS)))));
    }

    private static <S> long numbers(Optimizer<S> rule) {
        return SavedState.of(rule.start(weights())).numbers();
    }

    @Test
    void theTable() {
        long size = weights().size();
        System.out.printf(Locale.ROOT, "state of a %d x %d matrix, 32-bit numbers per weight%n", NEURONS, INPUTS);
        for (Rules.Entry entry : Rules.all()) {
            long numbers = numbers(entry.rule());
            System.out.printf(Locale.ROOT, "%-24s %8d  %.4f%n", entry.name(), numbers, (double) numbers / size);
        }
        // one number per neuron, one scale, one count of steps
        assertEquals(NEURONS + 1 + 2, numbers(Nero.standard()));
        assertEquals(2 * size + 2, numbers(new Adam(0.1)));
        assertEquals(size, numbers(new Lamb(0.1)));
        assertEquals(0, numbers(new Fromage(0.1)));
        assertEquals(size + 1 + 2, numbers(new Madam(0.1)));
    }

    @Test
    void integerMadamsWeightsAreStoredInTheirBits() {
        for (int bits : new int[] {4, 8, 10, 12, 16}) {
            IntegerMadam.State state = new IntegerMadam(bits, 0.01, 1).start(weights());
            double bytes = (double) state.weightBytes() / weights().size();
            assertEquals((bits + 1) / 8.0, bytes, 1e-4, bits + " bits"); // the last word may be part empty
        }
        double eight = (double) new IntegerMadam(8, 0.01, 1).start(weights()).weightBytes()
                / weights().size();
        assertTrue(eight <= 1.2, eight + " bytes per weight");
    }
}
