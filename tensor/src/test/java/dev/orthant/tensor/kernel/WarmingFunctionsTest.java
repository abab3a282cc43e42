package dev.orthant.tensor.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.orthant.tensor.Span;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

@EnabledIf("dev.orthant.tensor.kernel.Providers#vectorsPresent")
class WarmingFunctionsTest {
    private static final int LENGTH = 1000;

    /// Calls from the first, which finds nothing compiled, to well after the rehearsal's end.
    private static final int CALLS = 3000;

    @Test
    void noCallShowsWhenTheVectorKernelTookOver() {
        FunctionKernels warming = new WarmingFunctions(true);
        Span in = new Span(Providers.numbers(1, LENGTH), 0, LENGTH);
        Span defined = new Span(new float[LENGTH], 0, LENGTH);
        Span out = new Span(new float[LENGTH], 0, LENGTH);
        new ScalarFunctions().gelu(in, defined);
        for (int call = 0; call < CALLS; call++) {
            warming.gelu(in, out);
            assertArrayEquals(defined.array(), out.array(), "call " + call);
        }
    }
}
