package api

import (
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// metrics say how the server does, for Prometheus. Nothing in them tells who
// asked or for which shard: routes are named by their patterns.
type metrics struct {
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	sent     *prometheus.CounterVec
	took     *prometheus.HistogramVec
	refused  prometheus.Counter
	found    sync.Map // counted -> *counters
}

func newMetrics(s *Server) *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "clearlist_requests_total", Help: "Requests, by route and status.",
		}, []string{"route", "status"}),
		sent: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "clearlist_sent_bytes_total", Help: "Bytes of bodies sent, by route.",
		}, []string{"route"}),
		took: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "clearlist_request_seconds", Help: "Time to answer, by route.",
			Buckets: []float64{.0001, .0005, .001, .005, .01, .05, .1, .5, 1, 10},
		}, []string{"route"}),
		refused: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "clearlist_releases_refused_total", Help: "Published releases that were found broken, and not handed out.",
		}),
	}
	of := func(name, help string, value func(*Release) float64) prometheus.Collector {
		return prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help}, func() float64 {
			if r := s.release.Load(); r != nil {
				return value(r)
			}
			return 0
		})
	}
	m.registry.MustRegister(m.requests, m.sent, m.took, m.refused,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
		of("clearlist_release_timestamp_version", "Version of the timestamp that is handed out; 0 for none.",
			func(r *Release) float64 { return float64(r.Number) }),
		of("clearlist_release_expires_seconds", "When the first signature lapses, in seconds since 1970.",
			func(r *Release) float64 { return float64(r.Expires.Unix()) }),
		listAges{s})
	return m
}

// listAges tells the day and the size of each list.
type listAges struct{ server *Server }

var (
	asOfGauge  = prometheus.NewDesc("clearlist_list_as_of_seconds", "The day of a list's sources, in seconds since 1970.", []string{"list"}, nil)
	termsGauge = prometheus.NewDesc("clearlist_list_terms", "Terms of a list.", []string{"list"}, nil)
)

func (c listAges) Describe(to chan<- *prometheus.Desc) { to <- asOfGauge; to <- termsGauge }

func (c listAges) Collect(to chan<- prometheus.Metric) {
	r := c.server.release.Load()
	if r == nil {
		return
	}
	for _, l := range r.Lists {
		to <- prometheus.MustNewConstMetric(asOfGauge, prometheus.GaugeValue, float64(l.AsOf.Unix()), l.Name)
		to <- prometheus.MustNewConstMetric(termsGauge, prometheus.GaugeValue, float64(l.Terms), l.Name)
	}
}

// routeOf is the pattern a request was routed by.
func routeOf(r *http.Request) string {
	if c := chi.RouteContext(r.Context()); c != nil {
		if route := c.RoutePattern(); route != "" && route != "/*" {
			return route
		}
	}
	return "other"
}

func (c *counters) observe(bytes int, took time.Duration) {
	c.requests.Inc()
	c.sent.Add(float64(bytes))
	c.took.Observe(took.Seconds())
}

// counted is what answers are counted by.
type counted struct {
	route  string
	status int
}

// counters are found once, and then kept: routes and statuses are few.
type counters struct {
	requests, sent prometheus.Counter
	took           prometheus.Observer
}

func (m *metrics) of(by counted) *counters {
	if found, ok := m.found.Load(by); ok {
		return found.(*counters)
	}
	found, _ := m.found.LoadOrStore(by, &counters{
		m.requests.WithLabelValues(by.route, strconv.Itoa(by.status)), m.sent.WithLabelValues(by.route), m.took.WithLabelValues(by.route),
	})
	return found.(*counters)
}

func (m *metrics) handler() http.Handler {
	h := promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{DisableCompression: true})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		h.ServeHTTP(w, r)
	})
}
