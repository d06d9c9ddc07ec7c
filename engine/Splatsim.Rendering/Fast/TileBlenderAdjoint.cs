using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Splatsim.Mathematics;

namespace Splatsim.Rendering;

/// <summary>
/// Reverse of <see cref="TileBlender{T, TOutputs, TFalloff}"/>. It blends again, front to back, so that every decision is the one
/// of the frame; what lies behind a splat is what is left of the pixel's total when all up to it is taken off.
/// </summary>
/// <remarks>
/// dL/dalpha = T f.G - behind/(1 - alpha): see <see cref="ReferenceBlenderAdjoint"/>. Kerbl et al. 2023, appendix A; the order as
/// in Brush.
/// </remarks>
internal unsafe struct TileBlenderAdjoint<T, TOutputs, TFalloff> : ITileVisitor
    where T : unmanaged, ILanes<T>
    where TOutputs : struct, IBlendOutputs
    where TFalloff : struct, IFalloff
{
    private readonly AdjointState state;
    private readonly BlendConstants constants;
    private readonly float* channels;
    private readonly float* sums;
    private readonly int* bases;
    private readonly float* values;
    private readonly byte* written;
    private readonly int stride, tileColumn, tileRow, rows;
    private bool hasSums;
    private float* target;

    /// <summary>Prepares a tile.</summary>
    /// <param name="state">The tile before its first splat.</param>
    /// <param name="constants">Thresholds.</param>
    /// <param name="channels">What splats carry beside their colour, shape [splats, channels of the state].</param>
    /// <param name="sums">Scratch: lanes for each of <see cref="PairSums.Rows"/>.</param>
    /// <param name="pairs">Receives the sums of each splat.</param>
    /// <param name="tileColumn">Column of the tile.</param>
    /// <param name="tileRow">Row of the tile.</param>
    public TileBlenderAdjoint(
        AdjointState state, BlendConstants constants, float* channels, float* sums, PairTable pairs, int tileColumn, int tileRow)
    {
        this.state = state;
        this.constants = constants;
        this.channels = channels;
        this.sums = sums;
        bases = pairs.Bases;
        values = pairs.Values;
        written = pairs.Written;
        stride = pairs.Stride;
        (this.tileColumn, this.tileRow) = (tileColumn, tileRow);
        rows = PairSums.Rows(state.ChannelCount);
        new Span<float>(sums, rows * T.LaneCount).Clear();
    }

    /// <inheritdoc/>
    public readonly bool HasEnded => state.HasEnded<T>();

    /// <inheritdoc/>
    public void Start(SplatRecord* record, uint slot)
    {
        TileBox box = new(*(ulong*)&record->Columns);
        int pair = bases[slot] + (tileRow - box.Top) * (box.Right - box.Left + 1) + tileColumn - box.Left;
        target = values + (long)pair * stride;
        written[pair] = 1;
        // Splats lie anywhere; fetched now, the line is there when the sums are.
        if (Sse.IsSupported) Sse.Prefetch0(target);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Rows(SplatRecord* record, int column, int left, int right, int first, int last, float* centres)
    {
        T cap = T.Broadcast(constants.AlphaCap), stop = T.Broadcast(constants.TransmittanceStop);
        T dx = T.Broadcast(record->U) - T.Load(centres + column), dy = T.Broadcast(record->V) - T.Broadcast(centres[TileGrid.Size + first]);
        T along = T.Broadcast(record->L00) * dx, slope = T.Broadcast(record->L01), across = T.Broadcast(record->L11);
        T logOpacity = T.Broadcast(record->LogOpacity), reach = T.Broadcast(record->Reach);
        T red = T.Broadcast(record->Red), green = T.Broadcast(record->Green), blue = T.Broadcast(record->Blue);
        T floor = T.Zero;
        Mask<T> inside = default;
        if (TFalloff.ClipsToBox)
        {
            floor = T.Broadcast(constants.TailFloor) * T.Exp(T.FromDouble(FalloffScale.LogBase) * logOpacity);
            T centre = T.Load(centres + column);
            inside = (centre >= T.Broadcast(centres[left])) & (centre <= T.Broadcast(centres[right]));
        }

        T sumRed = T.Zero, sumGreen = T.Zero, sumBlue = T.Zero, sumDepth = T.Zero, sumOpacity = T.Zero;
        T sumFirst = T.Zero, sumSecond = T.Zero, sumFirstFirst = T.Zero, sumFirstSecond = T.Zero, sumSecondSecond = T.Zero;
        if (TOutputs.Channels && !hasSums) ClearChannels();
        float* pixel = state.Plane(0) + first * TileGrid.Size + column;
        float* end = state.Plane(0) + last * TileGrid.Size + column;
        do
        {
            T t = T.FusedMultiplyAdd(slope, dy, along), c = across * dy;
            T s = T.FusedMultiplyAdd(t, t, c * c);
            Mask<T> hit = s <= reach;
            if (TFalloff.ClipsToBox) hit &= inside;
            T free = TFalloff.Alpha(logOpacity - s, floor);
            T alpha = LaneBits.Keep(hit, T.Min(free, cap));
            T before = T.Load(pixel);
            T weight = alpha * before, after = before - weight;
            Mask<T> goesOn = after > stop;
            weight = LaneBits.Keep(goesOn, weight);
            T.Select(goesOn, after, LaneBits.Negative(before)).Store(pixel);

            // What the splat is worth to the loss, per weight.
            float* loss = pixel + AdjointState.Red * TileGrid.Pixels;
            T ofRed = T.Load(loss), ofGreen = T.Load(loss + TileGrid.Pixels), ofBlue = T.Load(loss + 2 * TileGrid.Pixels);
            sumRed = T.FusedMultiplyAdd(weight, ofRed, sumRed);
            sumGreen = T.FusedMultiplyAdd(weight, ofGreen, sumGreen);
            sumBlue = T.FusedMultiplyAdd(weight, ofBlue, sumBlue);
            T own = T.FusedMultiplyAdd(blue, ofBlue, T.FusedMultiplyAdd(green, ofGreen, red * ofRed));
            if (TOutputs.Geometry)
            {
                T ofDepth = T.Load(loss + 3 * TileGrid.Pixels);
                sumDepth = T.FusedMultiplyAdd(weight, ofDepth, sumDepth);
                own = T.FusedMultiplyAdd(T.Broadcast(record->Depth), ofDepth, own);
            }

            if (TOutputs.Channels) own += Channels(pixel, record, weight);
            float* rest = pixel + AdjointState.Behind * TileGrid.Pixels;
            T behind = T.Load(rest) - weight * own;
            behind.Store(rest);
            T gradient = before * own - behind / (T.One - alpha);
            Mask<T> depends = goesOn & (free < cap);
            T relative = LaneBits.Keep(depends, alpha * gradient), moved = relative;
            if (TFalloff.ClipsToBox) moved = LaneBits.Keep(depends & hit, (alpha + floor) * gradient);
            sumOpacity += relative;
            T first1 = moved * t, second1 = moved * c;
            sumFirst += first1;
            sumSecond += second1;
            sumFirstFirst = T.FusedMultiplyAdd(first1, t, sumFirstFirst);
            sumFirstSecond = T.FusedMultiplyAdd(first1, c, sumFirstSecond);
            sumSecondSecond = T.FusedMultiplyAdd(second1, c, sumSecondSecond);
            pixel += TileGrid.Size;
            dy -= T.One;
        }
        while (pixel <= end);

        Add(PairSums.Red, sumRed);
        Add(PairSums.Green, sumGreen);
        Add(PairSums.Blue, sumBlue);
        if (TOutputs.Geometry) Add(PairSums.Depth, sumDepth);
        Add(PairSums.Opacity, sumOpacity);
        Add(PairSums.First, sumFirst);
        Add(PairSums.Second, sumSecond);
        Add(PairSums.FirstFirst, sumFirstFirst);
        Add(PairSums.FirstSecond, sumFirstSecond);
        Add(PairSums.SecondSecond, sumSecondSecond);
        hasSums = true;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Finish(SplatRecord* record)
    {
        hasSums = false;
        // A colour that is clamped at 0 does not move.
        Vector128<float> shown = Vector128.GreaterThan(Vector128.Load(&record->Red), Vector128<float>.Zero)
            | Vector128.Create(0, 0, 0, -1).AsSingle();
        (Sums(0) & shown).Store(target);
        for (int row = 4; row < rows; row += 4) Sums(row).Store(target + row);
    }

    // The sums over the lanes of four rows.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly Vector128<float> Sums(int row)
    {
        float* source = sums + row * T.LaneCount;
        Vector128<float> a = Quarter(source), b = Quarter(source + T.LaneCount);
        Vector128<float> c = Quarter(source + 2 * T.LaneCount), d = Quarter(source + 3 * T.LaneCount);
        Transposition.Transpose(ref a, ref b, ref c, ref d);
        return (a + b) + (c + d);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Quarter(float* source)
    {
        Vector128<float> sum = Vector128.Load(source);
        for (int lane = 4; lane < T.LaneCount; lane += 4) sum += Vector128.Load(source + lane);
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Add(int row, T value)
    {
        float* target = sums + row * T.LaneCount;
        if (hasSums) value += T.Load(target);
        value.Store(target);
    }

    private readonly void ClearChannels() =>
        new Span<float>(sums + PairSums.Channels * T.LaneCount, state.ChannelCount * T.LaneCount).Clear();

    // Adds to the channels' sums; gives what they are worth to the loss, per weight.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly T Channels(float* pixel, SplatRecord* record, T weight)
    {
        int count = state.ChannelCount;
        float* numbers = channels + (long)record->Index * count;
        float* loss = pixel + AdjointState.Channels * TileGrid.Pixels;
        float* sum = sums + PairSums.Channels * T.LaneCount;
        T own = T.Zero;
        for (int channel = 0; channel < count; channel++, loss += TileGrid.Pixels, sum += T.LaneCount)
        {
            T of = T.Load(loss);
            own = T.FusedMultiplyAdd(T.Broadcast(numbers[channel]), of, own);
            T.FusedMultiplyAdd(weight, of, T.Load(sum)).Store(sum);
        }

        return own;
    }
}
