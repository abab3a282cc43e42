package dev.orthant.tensor.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

@EnabledIf("dev.orthant.tensor.kernel.Providers#vectorsPresent")
class RegisterTransposeTest {
    @Test
    void aSquareIsTransposedAndNothingElseTouched() {
        int lanes = Species.LANES;
        int stride = lanes + 3;
        int outStride = lanes + 5;
        float[] in = Providers.numbers(1, 2 + lanes * stride);
        float[] expected = Providers.numbers(2, 7 + lanes * outStride);
        float[] out = expected.clone();
        float[] through = expected.clone();
        for (int i = 0; i < lanes; i++) {
            for (int j = 0; j < lanes; j++) {
                expected[7 + j * outStride + i] = in[2 + i * stride + j];
            }
        }
        RegisterTranspose.transpose(in, 2, stride, out, 7, outStride);
        assertArrayEquals(expected, out);
        RegisterTranspose.transposeThrough(new float[lanes * lanes], in, 2, stride, through, 7, outStride);
        assertArrayEquals(expected, through);
    }

    @Test
    void squaresAllocateNothingAtSteadyState() {
        int lanes = Species.LANES;
        int columns = 8 * lanes;
        float[] in = Providers.numbers(1, lanes * columns);
        float[] out = new float[lanes * columns];
        float[] scratch = new float[lanes * lanes];
        Settling.assertSettles("in place", () -> {
            for (int j = 0; j < columns; j += lanes) {
                RegisterTranspose.transpose(in, j, columns, out, j * lanes, lanes);
            }
        });
        Settling.assertSettles("through scratch", () -> {
            for (int j = 0; j < columns; j += lanes) {
                RegisterTranspose.transposeThrough(scratch, in, j, columns, out, j * lanes, lanes);
            }
        });
    }
}
