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
    /// <summary>After so many beats without a word there is a sign of life.</summary>
    private const int QuietBeats = 15;

    private readonly EventText _text = new(output);
    private long? _beat;
    private long _writtenAt;

    /// <summary>Runs until the reader goes or the program stops.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        var reader = request.Cases ? await BeginAsync(cancel) : null;
        _text.Begin(reader?.After);
        _writtenAt = sources.Beat.Current.Beat.Number;
        await _text.FlushAsync(cancel);
        while (!cancel.IsCancellationRequested)
        {
            // Taken before looking, so that nothing slips between.
            var (news, (beat, next)) = (sources.Cases.News, sources.Beat.Current);
            var (read, sent) = reader is null ? default : await WriteCasesAsync(reader, cancel);
            var wrote = (request.Positions && WritePositions(beat, reader?.After)) || sent > 0;
            if (wrote || beat.Number - _writtenAt >= QuietBeats)
            {
                if (!wrote)
                {
                    _text.Comment(reader?.After);
                }

                _writtenAt = beat.Number;
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
    private bool WritePositions(Beat beat, long? id)
    {
        if (beat.Number == _beat)
        {
            return false;
        }

        if (beat.Number == _beat + 1)
        {
            _beat = beat.Number;
            return WriteChanges(beat.Changes, id);
        }

        sources.Metrics.Behind("positions", _beat is null ? 0 : 1);
        var (asOf, devices) = sources.Beat.Snapshot(request.Filter);
        _beat = asOf.Number;
        WritePositions(isReset: true, devices, [], id);
        return true;
    }

    private bool WriteChanges(IReadOnlyList<PositionChange> changes, long? id)
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
            WritePositions(isReset: false, shown, left, id);
        }

        return shown.Count + left.Count > 0;
    }

    private void WritePositions(bool isReset, IReadOnlyList<DevicePosition> devices, List<DeviceRef> left, long? id)
    {
        _text.Open("positions", id);
        _text.Raw(isReset ? "{\"reset\":true,\"devices\":["u8 : "{\"reset\":false,\"devices\":["u8);
        for (var i = 0; i < devices.Count; i++)
        {
            _text.Raw(i == 0 ? [] : ","u8);
            _text.Raw(devices[i].Json(json));
        }

        _text.Raw("],\"left\":"u8);
        _text.Raw(JsonSerializer.SerializeToUtf8Bytes(left, json));
        _text.Raw("}"u8);
        _text.Close();
        sources.Metrics.Sent("positions", devices.Count + left.Count);
    }
}
