-- For wrk: ask for the addresses of a file in turn; with "closing" a connection ends behind the last of them.

local requests, asked = {}, 0

function init(arguments)
   wrk.headers["Accept-Encoding"] = "gzip, deflate, br"
   local paths = {}
   for path in io.lines(arguments[1]) do paths[#paths + 1] = path end
   for place, path in ipairs(paths) do
      wrk.headers["Connection"] = arguments[2] == "closing" and place == #paths and "close" or "keep-alive"
      requests[place] = wrk.format("GET", path)
   end
end

function request()
   asked = asked % #requests + 1
   return requests[asked]
end

function done(summary, latency)
   local errors = 0
   for _, count in pairs(summary.errors) do errors = errors + count end
   io.write(string.format('{"requests": %d, "seconds": %.3f, "bytes": %d, "slowest": %.2f, "errors": %d}\n',
      summary.requests, summary.duration / 1e6, summary.bytes, latency:percentile(99) / 1e3, errors))
end
