using System.IO.Pipelines;
using System.Text.Json;
using CityOps.Engine.Changes;

namespace CityOps.Http.Live;

/// <summary>
/// One reader's stream. It pulls what is new whenever it has written what was: a reader who does not keep up holds nothing here, and
/// goes on with the journal for cases, and with the newest state for positions.
/// </summary>
internal sealed class StreamRun(StreamRequest request, StreamSources sources, PipeWriter output, JsonSerializerOptions json)
{
    /// <summary>After so many ticks without a word there is a sign of life.</summary>
    private const int QuietTicks = 15;

    private readonly EventText _text = new(output);
    private readonly int _group = sources.Ticker.NextGroup();
    private long? _tick;
    private long _writtenAt;

    /// <summary>Runs until the reader goes or the program stops.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        var reader = request.Cases ? await BeginAsync(cancel) : null;
        _text.Begin(reader?.After);
        _writtenAt = sources.Ticker.Current(_group).Tick.Number;
        await _text.FlushAsync(cancel);
        while (!cancel.IsCancellationRequested)
        {
            // Taken before looking, so that nothing slips between.
            var (news, (tick, next)) = (sources.Cases.News, sources.Ticker.Current(_group));
            var (read, sent) = reader is null ? default : await WriteCasesAsync(reader, cancel);
            var wrote = (request.Positions && await WritePositionsAsync(tick, reader?.After, cancel)) || sent > 0;
            if (wrote || tick.Number - _writtenAt >= QuietTicks)
            {
                if (!wrote)
                {
                    _text.Comment(reader?.After);
                }

                _writtenAt = tick.Number;
                await _text.FlushAsync(cancel);
            }

            // Of what was read the filter may pass nothing; there may be more of it all the same.
            if (!wrote && read == 0)
            {
                await Task.WhenAny(reader is null ? next : news, next).WaitAsync(cancel);
            }
        }
    }

    /// <summary>Where the reader goes on. An id that was never given out is of other data: the reader is told to read anew.</summary>
    private async Task<CaseReader> BeginAsync(CancellationToken cancel)
    {
        var position = await sources.Cases.PositionAsync(cancel);
        if (request.After is { } after && after > position && after > await sources.Journal.NewestAsync(cancel))
        {
            _text.Open("reset", position);
            _text.Raw("{}"u8);
            _text.Close();
            return new CaseReader(position);
        }

        return new CaseReader(request.After ?? position);
    }

    /// <summary>How many changes were read, and how many of them the reader was sent.</summary>
    private async Task<(int Read, int Sent)> WriteCasesAsync(CaseReader reader, CancellationToken cancel)
    {
        var overruns = reader.Overruns;
        var changes = await sources.Cases.ReadAsync(reader, cancel);
        sources.Metrics.Behind("cases", reader.Overruns - overruns);
        var sent = 0;
        foreach (var (position, change) in changes)
        {
            if (request.Filter.Shows(change))
            {
                _text.Open("case", position);
                _text.Raw(CaseChangeBody.Json(change, json));
                _text.Close();
                sent++;
            }
        }

        if (changes is [.., var last])
        {
            sources.Metrics.Sent("cases", sent);
            sources.Metrics.Delay(last.Change.At);
        }

        return (changes.Count, sent);
    }

    /// <summary>With the id that the reader of cases has come to: who hears of few of them need not go back far.</summary>
    private async Task<bool> WritePositionsAsync(Tick tick, long? id, CancellationToken cancel)
    {
        // What a reader begins with may be newer than what their group has heard of.
        if (tick.Number <= _tick)
        {
            return false;
        }

        if (tick.Number == _tick + 1)
        {
            _tick = tick.Number;
            return await WriteChangesAsync(tick.Changes, id, cancel);
        }

        sources.Metrics.Behind("positions", _tick is null ? 0 : 1);
        var (asOf, devices) = sources.Ticker.Snapshot(request.Filter);
        _tick = asOf.Number;
        await WritePositionsAsync(isReset: true, devices, [], id, cancel);
        return true;
    }

    private async Task<bool> WriteChangesAsync(IReadOnlyList<PositionChange> changes, long? id, CancellationToken cancel)
    {
        List<DevicePosition> shown = [];
        List<DeviceRef> left = [];
        foreach (var change in changes)
        {
            if (request.Filter.Shows(change.Now))
            {
                shown.Add(change.Now);
            }
            else if (change.Before is { } before && request.Filter.Shows(before))
            {
                left.Add(DeviceRef.Of(before.Device));
            }
        }

        if (shown.Count + left.Count > 0)
        {
            await WritePositionsAsync(isReset: false, shown, left, id, cancel);
        }

        return shown.Count + left.Count > 0;
    }

    private async Task WritePositionsAsync(
        bool isReset, IReadOnlyList<DevicePosition> devices, List<DeviceRef> left, long? id, CancellationToken cancel)
    {
        _text.Open("positions", id);
        _text.Raw(isReset ? "{\"reset\":true,\"devices\":["u8 : "{\"reset\":false,\"devices\":["u8);
        for (var i = 0; i < devices.Count; i++)
        {
            _text.Raw(i == 0 ? [] : ","u8);
            _text.Raw(devices[i].Json(json));
            if (_text.IsFull)
            {
                await _text.FlushAsync(cancel);
            }
        }

        _text.Raw("],\"left\":"u8);
        _text.Raw(JsonSerializer.SerializeToUtf8Bytes(left, json));
        _text.Raw("}"u8);
        _text.Close();
        sources.Metrics.Sent("positions", devices.Count + left.Count);
    }
}
