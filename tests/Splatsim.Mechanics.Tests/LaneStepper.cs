using Splatsim.Mathematics;

namespace Splatsim.Mechanics.Tests;

/// <summary>Runs a law over arrays of matrices in single precision: in lanes of any width, or one float at a time.</summary>
internal sealed class LaneStepper(double[] trial, double[] affine, double[] history, LawParameters<Real64> prepared, double timeStep)
{
    private readonly int rows = trial.Length / 9;

    // Scalars per row: one, or all that a history can have.
    private readonly int width = history.Length / (trial.Length / 9);

    public double[] F { get; } = new double[trial.Length];

    public double[] Kirchhoff { get; } = new double[trial.Length];

    public double[] History { get; } = new double[history.Length];

    public bool[] Clamped { get; } = new bool[trial.Length / 9];

    public static LaneStepper InFloats(
        LawEntry law, double[] trial, double[] affine, double[] history, LawParameters<Real64> prepared, double timeStep)
    {
        LaneStepper stepper = new(trial, affine, history, prepared, timeStep);
        law.Accept(new Floats(stepper));
        return stepper;
    }

    public static LaneStepper InLanes<TLanes>(
        LawEntry law, double[] trial, double[] affine, double[] history, LawParameters<Real64> prepared, double timeStep)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        LaneStepper stepper = new(trial, affine, history, prepared, timeStep);
        law.Accept(new Lanes<TLanes>(stepper));
        return stepper;
    }

    private sealed class Floats(LaneStepper owner) : ILawVisitor
    {
        public void Visit<TLaw>(string key)
            where TLaw : struct, ILaw
        {
            for (int row = 0; row < owner.rows; row++) owner.StepOne<TLaw>(row);
        }
    }

    private sealed class Lanes<TLanes>(LaneStepper owner) : ILawVisitor
        where TLanes : unmanaged, ILanes<TLanes>
    {
        public void Visit<TLaw>(string key)
            where TLaw : struct, ILaw
        {
            for (int row = 0; row < owner.rows; row += TLanes.LaneCount) owner.StepLanes<TLaw, TLanes>(row);
        }
    }

    private void StepOne<TLaw>(int row)
        where TLaw : struct, ILaw
    {
        Matrix3x3<Real32> f = Tensors.Convert<Real32>(Tensors.Matrix(trial.AsSpan(9 * row, 9)));
        Matrix3x3<Real32> c = Tensors.Convert<Real32>(Tensors.Matrix(affine.AsSpan(9 * row, 9)));
        LawParameters<Real32> coefficients = LawParameters<Real32>.FromDouble(in prepared);
        LawHistory<Real32> memory = default;
        Span<Real32> scalars = LawNumbers.AsSpan(ref memory);
        for (int i = 0; i < width; i++) scalars[i] = (float)history[width * row + i];
        TLaw.Update(
            ref f, in c, in coefficients, ref memory, (float)timeStep,
            out SymmetricMatrix3x3<Real32> tau, out Mask<Real32> mask);
        Clamped[row] = Real32.Any(mask);
        for (int i = 0; i < width; i++) History[width * row + i] = scalars[i].Value;
        float[] values = [f.M00.Value, f.M01.Value, f.M02.Value, f.M10.Value, f.M11.Value, f.M12.Value, f.M20.Value, f.M21.Value, f.M22.Value];
        float[] stress =
        [
            tau.XX.Value, tau.XY.Value, tau.XZ.Value, tau.XY.Value, tau.YY.Value, tau.YZ.Value,
            tau.XZ.Value, tau.YZ.Value, tau.ZZ.Value,
        ];
        for (int i = 0; i < 9; i++)
        {
            F[9 * row + i] = values[i];
            Kirchhoff[9 * row + i] = stress[i];
        }
    }

    // The last packet may be short: its spare lanes repeat the last row.
    private unsafe void StepLanes<TLaw, TLanes>(int first)
        where TLaw : struct, ILaw
        where TLanes : unmanaged, ILanes<TLanes>
    {
        int lanes = TLanes.LaneCount;
        Matrix3x3<TLanes> f = default, c = default;
        LawHistory<TLanes> memory = default;
        float* buffer = stackalloc float[lanes];
        TLanes* fEntries = (TLanes*)&f;
        TLanes* cEntries = (TLanes*)&c;
        for (int i = 0; i < 9; i++)
        {
            for (int lane = 0; lane < lanes; lane++) buffer[lane] = (float)trial[9 * Row(lane) + i];
            fEntries[i] = TLanes.Load(buffer);
            for (int lane = 0; lane < lanes; lane++) buffer[lane] = (float)affine[9 * Row(lane) + i];
            cEntries[i] = TLanes.Load(buffer);
        }

        TLanes* scalars = (TLanes*)&memory;
        for (int i = 0; i < width; i++)
        {
            for (int lane = 0; lane < lanes; lane++) buffer[lane] = (float)history[width * Row(lane) + i];
            scalars[i] = TLanes.Load(buffer);
        }

        LawParameters<TLanes> coefficients = LawParameters<TLanes>.FromDouble(in prepared);
        TLaw.Update(
            ref f, in c, in coefficients, ref memory, TLanes.FromDouble(timeStep),
            out SymmetricMatrix3x3<TLanes> tau, out Mask<TLanes> mask);
        Matrix3x3<TLanes> full = tau.Full;
        TLanes* stress = (TLanes*)&full;
        uint bits = TLanes.Bits(mask);
        for (int i = 0; i < 9; i++)
        {
            Scatter(fEntries[i], F, i, 9);
            Scatter(stress[i], Kirchhoff, i, 9);
        }

        for (int i = 0; i < width; i++) Scatter(scalars[i], History, i, width);
        for (int lane = 0; lane < lanes; lane++) Clamped[Row(lane)] = (bits >> lane & 1) != 0;

        int Row(int lane) => Math.Min(first + lane, rows - 1);

        void Scatter(TLanes value, double[] target, int offset, int stride)
        {
            float* values = stackalloc float[16];
            value.Store(values);
            for (int lane = 0; lane < lanes; lane++) target[stride * Row(lane) + offset] = values[lane];
        }
    }
}
