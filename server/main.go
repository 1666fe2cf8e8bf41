// Command server shows the built site in a browser: the copy embedded in this program, or any folder.
//
//	go run ./server [-addr 127.0.0.1:8080] [-prefix /some/path/] [-dir FOLDER]
//
// It does what a static host such as GitHub Pages does and nothing else, with the standard library alone. It listens
// on loopback unless told otherwise, and stops when it is interrupted. -prefix serves the site below a path, which
// brings to light every URL that only works at the root of a host.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"os"
	"os/signal"
	"runtime"
	"strconv"
	"syscall"
	"time"

	"plateau/static"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the program at once
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// run is the program without its process: it returns the exit code, 2 for bad arguments.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("server", flag.ContinueOnError)
	flags.SetOutput(stderr)
	addr := flags.String("addr", "127.0.0.1:8080", "`HOST:PORT` to listen on; port 0 takes any free one")
	prefix := flags.String("prefix", "/", "`PATH` below which the site is served")
	dir := flags.String("dir", "", "`FOLDER` to serve instead of the site embedded in this program")
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return 0
		}
		return 2
	}
	if flags.NArg() > 0 {
		fmt.Fprintf(stderr, "server: unexpected argument %q; a folder is given with -dir\n", flags.Arg(0))
		return 2
	}
	site, err := open(*dir)
	if err != nil {
		fmt.Fprintln(stderr, "server:", err)
		return 1
	}
	listener, err := net.Listen("tcp", *addr)
	if err != nil {
		fmt.Fprintln(stderr, "server:", explain(err, *addr))
		return 1
	}
	handler := NewHandler(site, *prefix)
	if *dir == "" {
		go handler.Warm()
	}
	fmt.Fprintf(stdout, "Plateau is at %s (Ctrl-C stops it)\n", address(listener.Addr(), handler.prefix))
	if err := serve(ctx, listener, handler); err != nil {
		fmt.Fprintln(stderr, "server:", err)
		return 1
	}
	fmt.Fprintln(stdout, "Stopped.")
	return 0
}

// open returns the site to serve. A folder is opened as a root, which no symbolic link leads out of.
func open(dir string) (fs.FS, error) {
	if dir == "" {
		return static.Site()
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	return root.FS(), nil
}

// serve answers until ctx ends, then lets requests under way finish for up to five seconds.
func serve(ctx context.Context, listener net.Listener, handler http.Handler) error {
	server := &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 5 * time.Second,
		IdleTimeout:       2 * time.Minute,
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	grace, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	if err := server.Shutdown(grace); err != nil {
		return server.Close() // a client that never finishes is not worth waiting for
	}
	return nil
}

// address is the URL to open. A listener on every interface is reached by the name localhost.
func address(addr net.Addr, prefix string) string {
	host, port, err := net.SplitHostPort(addr.String())
	if err != nil {
		return addr.String() + prefix
	}
	if ip := net.ParseIP(host); ip != nil && ip.IsUnspecified() {
		host = "localhost"
	}
	return "http://" + net.JoinHostPort(host, port) + prefix
}

// explain turns an error of net.Listen into what to do about it.
func explain(err error, addr string) string {
	host, port, splitErr := net.SplitHostPort(addr)
	switch {
	case splitErr != nil:
		return fmt.Sprintf("-addr %s: %v; it is HOST:PORT, such as 127.0.0.1:8080", addr, splitErr)
	case taken(err):
		free := next(host, port)
		return fmt.Sprintf("port %s is taken by another program; stop it, or choose another port: "+
			"go run ./server -addr %s (or make run PORT=%s)", port, net.JoinHostPort(host, free), free)
	case errors.Is(err, fs.ErrPermission):
		return fmt.Sprintf("port %s may not be used without special rights; choose one above 1023", port)
	}
	return err.Error()
}

// taken says whether a listener failed because its port is in use. Windows has a number of its own for it.
func taken(err error) bool {
	const windowsAddressInUse = syscall.Errno(10048)
	return errors.Is(err, syscall.EADDRINUSE) ||
		runtime.GOOS == "windows" && errors.Is(err, windowsAddressInUse)
}

// next names a port to try instead: the first free one after port, or 0, which takes any.
func next(host, port string) string {
	number, err := strconv.Atoi(port)
	if err != nil {
		return "0"
	}
	for candidate := number + 1; candidate < min(number+100, 1<<16); candidate++ {
		listener, err := net.Listen("tcp", net.JoinHostPort(host, strconv.Itoa(candidate)))
		if err == nil {
			listener.Close()
			return strconv.Itoa(candidate)
		}
	}
	return "0"
}
