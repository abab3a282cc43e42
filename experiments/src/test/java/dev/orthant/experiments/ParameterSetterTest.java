package dev.orthant.experiments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class ParameterSetterTest {
    private record Settings(int width, long steps, double rate, List<Double> scales, List<Integer> depths) {
        private Settings {
            if (width < 1) {
                throw new IllegalArgumentException("settings: width is " + width + "; it must be at least 1");
            }
        }
    }

    private static final Settings BEFORE = new Settings(1, 2, 3, List.of(4.0), List.of(5));

    private static Settings set(String... changes) {
        return ParameterSetter.set(BEFORE, List.of(changes));
    }

    private static String refusal(String change) {
        return String.valueOf(assertThrows(BadInput.class, () -> set(change)).getMessage());
    }

    @Test
    void everyTypeIsReadAndTheOthersStay() {
        assertEquals(
                new Settings(7, 8, 0.5, List.of(0.1, 10.0), List.of(2, 7)),
                set("width=7", "steps=8", "rate=0.5", "scales=0.1,10", "depths=2, 7"));
        assertEquals(BEFORE, set());
    }

    @Test
    void everyErrorNamesWhatCameAndWhatIsRequired() {
        assertEquals(
                "set: there is no parameter height; there are width, steps, rate, scales, depths", refusal("height=3"));
        assertEquals("settings: width is 0; it must be at least 1", refusal("width=0"));
        assertEquals("set: width is many; a whole number is required", refusal("width=many"));
        assertEquals("set: rate is ; a number is required", refusal("rate="));
        assertEquals("set: scales is x; a number is required", refusal("scales=1,x"));
        assertEquals("set: width came; name=value is required", refusal("width"));
    }
}
